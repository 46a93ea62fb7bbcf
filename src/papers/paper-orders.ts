import { groupBy } from "../kit/group-by.ts";
import { asOfOneMoment, type Db } from "../kit/database.ts";
import { choose, type Chosen } from "../orders/search/choose.ts";
import { readOrdersByIds } from "../orders/search/store.ts";
import { readLines, type LineRow, type OrderRow } from "../orders/store.ts";

export type WholeOrder = OrderRow & { lines: LineRow[] };

/** Reads the chosen orders with their lines, oldest first. Throws 422 if they are more than `most`. */
export async function readWhole(
  db: Db,
  { merchantId, chosen, most }: { merchantId: string; chosen: Chosen; most: number },
): Promise<WholeOrder[]> {
  return await readParts(db, merchantId, await choose(db, merchantId, chosen, most));
}

/** Reads these orders with their lines, oldest first. */
export async function readParts(db: Db, merchantId: string, ids: string[]): Promise<WholeOrder[]> {
  if (ids.length === 0) return [];
  // An order that is edited meanwhile is consistent: its sum is the sum of its lines.
  return await asOfOneMoment(db, async (at) => {
    const orders = await readOrdersByIds(at, merchantId, ids);
    const lines = groupBy(await readLines(at, merchantId, ids), (line) => line.orderId);
    return orders.map((order) => ({ ...order, lines: lines.get(order.id) ?? [] }));
  });
}
