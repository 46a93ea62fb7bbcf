import type { By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { databaseTime } from "../kit/now.ts";
import { findBuyer } from "./find-buyer.ts";
import { isUnderWay } from "./rules.ts";
import { eraseFromOrder, eraseFromPlan, lockOrders } from "./store.ts";

/**
 * Erases an order's buyer: removes name, address and everything else that was stored or noted about them from all their orders and
 * plans, from search, and from the records of repeated requests. Orders, books and stock stay. Throws 409 while an order of theirs is
 * under way or a plan goes on.
 */
export async function eraseBuyer(
  ctx: Pick<Context, "db">,
  { by, ...input }: { merchantId: string; orderId: string; by: By },
): Promise<{ orders: number; plans: number }> {
  const { merchantId } = input;
  return await transact(ctx.db, async (tx) => {
    const { order, orders: found, plans } = await findBuyer(tx, input);
    const ids = found.map(({ id }) => id);
    const orders = await lockOrders(tx, merchantId, ids);
    const open = orders.filter(isUnderWay);
    if (open.length > 0 || plans.some(({ state }) => state !== "ended")) {
      const numbers = open.map(({ number }) => number).join("、");
      throw new AppError("buyer_needed", {
        ja: `この購入者には、発送前の受注(${numbers || "なし"})か、続いている定期購入・会費があります。発送・キャンセル・終了のあとで削除してください。`,
        en: `This buyer has orders under way (${numbers || "none"}) or a subscription that goes on: ship, cancel or end these first.`,
      });
    }
    const left = { erasedAt: (await databaseTime(tx)).toISOString() };
    for (const each of orders) await eraseFromOrder(tx, merchantId, each.id, left);
    for (const { id } of plans) await eraseFromPlan(tx, merchantId, id, left);
    const after = { orders: orders.length, plans: plans.length };
    // By the order's number: a name here would keep what was erased.
    await addAudit(tx, merchantId, { event: "buyerErased", by, subject: order.number, after });
    return after;
  });
}
