import type { By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { readLines } from "../orders/store.ts";
import { findBuyer } from "./find-buyer.ts";

/** Everything that is stored about an order's buyer: their orders with what they bought, and their plans. 監査ログ notes the export. */
export async function exportBuyer(
  ctx: Pick<Context, "db">,
  { by, ...input }: { merchantId: string; orderId: string; by: By },
) {
  const { merchantId } = input;
  return await transact(ctx.db, async (tx) => {
    const { order, orders, plans } = await findBuyer(tx, input);
    const ids = orders.map(({ id }) => id);
    const lines = await readLines(tx, merchantId, ids);
    const after = { orders: orders.length, plans: plans.length };
    await addAudit(tx, merchantId, { event: "buyerExported", by, subject: order.number, after });
    return {
      orders: orders.map(({ id, number, status, customer, createdAt }) => ({
        number,
        status,
        createdAt,
        customer,
        lines: lines
          .filter(({ orderId }) => orderId === id)
          .map(({ productName, variationName, quantity, unitPrice, answers }) => {
            return { productName, variationName, quantity, unitPrice, answers: answers ?? [] };
          }),
      })),
      plans: plans.map(({ kind, state, customer, createdAt }) => ({ kind, state, createdAt, customer })),
    };
  });
}
