import type { By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { defuse } from "../kit/csv-safe.ts";
import { csvText, encodeCsv, type Encoding } from "../kit/csv.ts";
import { choose, type Chosen } from "../orders/search/choose.ts";
import { buyerFields, headingsOf, orderRows, type OrderColumn } from "./order-csv/rules.ts";
import { knownFields, knownOf } from "../orders/rules.ts";
import { readParts, type WholeOrder } from "./paper-orders.ts";
import { readJans } from "./store.ts";

const mostExported = 10_000;
const part = 200;

/**
 * Writes the chosen orders as CSV (W5), oldest first, one row per line, in pieces. Throws 422 for more than 10,000 before anything is
 * sent.
 */
export async function exportOrders(
  ctx: Pick<Context, "db">,
  input: { merchantId: string; chosen: Chosen; columns: OrderColumn[]; encoding: Encoding; by: By },
): Promise<AsyncGenerator<Buffer>> {
  const { merchantId, by } = input;
  const ids = await choose(ctx.db, merchantId, input.chosen, mostExported);
  const after = { orders: ids.length };
  await addAudit(ctx.db, merchantId, { event: "ordersExported", by, subject: "CSV", after });
  return pieces(ctx, { ...input, ids });
}

async function* pieces(
  ctx: Pick<Context, "db">,
  at: { merchantId: string; ids: string[]; columns: OrderColumn[]; encoding: Encoding },
): AsyncGenerator<Buffer> {
  const { merchantId, ids, columns, encoding } = at;
  yield encodeCsv(csvText([headingsOf(columns)]), encoding, true);
  for (let from = 0; from < ids.length; from += part) {
    const orders = await readParts(ctx.db, merchantId, ids.slice(from, from + part));
    const named = orders.flatMap(({ lines }) => lines.map(({ variationId }) => variationId));
    const jans = await readJans(ctx.db, merchantId, [...new Set(named)]);
    const rows = orders.flatMap((order) => orderRows(asCsv(order), columns, jans));
    yield encodeCsv(csvText(rows.map((cells) => cells.map(defuse))), encoding, false);
  }
}

const asCsv = (order: WholeOrder) => ({
  ...order,
  buyer: knownFields(order.customer, buyerFields),
  paymentMethod: knownOf(order.customer, "paymentMethod"),
});
