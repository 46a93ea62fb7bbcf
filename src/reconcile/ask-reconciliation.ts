import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { notFound, type Text } from "../kit/errors.ts";
import { isId, newId } from "../kit/ids.ts";
import { pageOf, pageOfIds, readCursor, readIdCursor } from "../kit/pages.ts";
import { behindOrders } from "../orders/store.ts";
import { wake } from "../tasks.ts";
import { causeTexts, type Cause } from "./causes/rules.ts";
import { openEntries, openReconciliation, readDifferences, readReconciliations } from "./store.ts";

type At = { merchantId: string; id: string };
type PageInput = { merchantId: string; cursor?: string | undefined; limit: number };

/** Asks for a 差異チェック (B5) and returns its ID; if one is already under way, returns that one's ID. */
export async function askReconciliation(
  ctx: Context,
  { merchantId, actor }: { merchantId: string; actor: string },
): Promise<string> {
  return await transact(ctx.db, async (tx) => {
    const id = await openReconciliation(tx, { merchantId, id: newId(), askedBy: actor });
    await wake(tx, "runReconciliations", [merchantId]);
    return id;
  });
}

type Row = Awaited<ReturnType<typeof readReconciliations>>[number];

function shown({ merchantId: _, products, orders, productsToCheck, ordersToCheck, ...row }: Row) {
  const toCheck = { products: productsToCheck, orders: ordersToCheck };
  return { ...row, checked: { products, orders }, toCheck };
}

/** One run. Throws 404 if it is not this merchant's. */
export async function readReconciliation(ctx: Context, { merchantId, id }: At) {
  const rows = isId(id) ? await readReconciliations(ctx.db, merchantId, { id, before: null, limit: 1 }) : [];
  const [row] = rows;
  if (row === undefined) throw notFound({ ja: "差異チェック", en: "reconciliation" });
  return shown(row);
}

/** Past runs, newest first. */
export async function listReconciliations(ctx: Context, { merchantId, cursor, limit }: PageInput) {
  const before = readIdCursor(cursor);
  const page = pageOfIds(await readReconciliations(ctx.db, merchantId, { before, limit: limit + 1 }), limit);
  return { ...page, items: page.items.map(shown) };
}

/**
 * The differences of a run, each with its cause, its repair, and the call that repairs it if there is one. `isBehind`: true if its
 * order still waits for a press.
 */
export async function listDifferences(ctx: Context, input: PageInput & { id: string }) {
  const { merchantId, id, limit } = input;
  await readReconciliation(ctx, input);
  const after = readCursor(input.cursor, "bigint") ?? 0;
  const rows = await readDifferences(ctx.db, merchantId, id, { after, limit: limit + 1 });
  const page = pageOf(rows, limit, (row) => row.id);
  const orderIds = page.items.flatMap((row) => row.orderId ?? []);
  const entries =
    orderIds.length === 0 ? new Map<string, number>() : await openEntries(ctx.db, merchantId, orderIds);
  const behind = new Set(orderIds.length === 0 ? [] : await behindOrders(ctx.db, merchantId, orderIds));
  const items = page.items.map(({ orderId, cause, ...row }) => {
    const texts: { what: Text; repair: Text } = causeTexts[cause as Cause];
    const entry = entries.get(orderId ?? "");
    const isBehind = behind.has(orderId ?? "");
    return {
      ...row,
      orderId,
      isBehind,
      cause,
      ...texts,
      logEntry: entry === undefined ? null : String(entry),
    };
  });
  return { ...page, items };
}
