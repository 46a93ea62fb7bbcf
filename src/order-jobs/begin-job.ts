import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { AppError, invalid } from "../kit/errors.ts";
import { choose, type Chosen } from "../orders/search/choose.ts";
import { wake } from "../tasks.ts";
import { actionKey, mostOfJob, type OrderAction } from "./rules.ts";
import { addOrders, findJob, insertJob } from "./store.ts";

const none = { ja: "受注が1件も選ばれていません。", en: "No order was chosen." };
const otherPress = {
  ja: "このIDは、別の一括操作で使われています。",
  en: "This ID was used for another press.",
};

/**
 * One press for many orders (W3): stores which orders and what to do, and wakes the worker. The caller chooses `id`: a second press
 * is the same job; with another action it is a 422. The orders of a search are settled here, so that later orders do not belong to
 * it. Throws 422 for no order, or more than 10,000.
 */
export async function beginJob(
  ctx: Pick<Context, "db">,
  input: { merchantId: string; actor: string; id: string; chosen: Chosen; action: OrderAction },
): Promise<void> {
  const { merchantId, actor, id, chosen, action } = input;
  await transact(ctx.db, async (tx) => {
    if (!(await insertJob(tx, { merchantId, id, action, actor }))) {
      const first = await findJob(tx, merchantId, id);
      if (first === null || actionKey(first.action) !== actionKey(action))
        throw new AppError("idempotency_key_reused", otherPress, [{ path: "id", message: otherPress }]);
      return;
    }
    const orderIds = await choose(tx, merchantId, chosen, mostOfJob);
    if (orderIds.length === 0) throw invalid("orders", none);
    await addOrders(tx, merchantId, id, orderIds);
    await wake(tx, "runOrderJobs", [merchantId]);
  });
}
