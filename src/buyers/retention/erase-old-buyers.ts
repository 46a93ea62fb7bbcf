import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { actors } from "../../facts/actors.ts";
import { alone } from "../../kit/alone.ts";
import { transact } from "../../kit/database.ts";
import { databaseTime } from "../../kit/now.ts";
import { eraseFromOrder, eraseFromPlan } from "../store.ts";
import { noteErased, oldOrders, oldPlans, readKeptDays } from "./store.ts";

/** How many orders lose their buyer in one transaction: nobody who edits one of them waits for long. */
const step = 50;

type With = Pick<Context, "db" | "pool" | "stopping">;

/**
 * Takes the buyers out of a merchant's finished orders and ended plans that nobody changed for as long as the merchant keeps buyers; by
 * what erases one buyer by hand, a few at a time. Orders, sums, stock and books stay. Killed in between, the next look goes on.
 */
export async function eraseOldBuyers(ctx: With, { merchantId }: { merchantId: string }): Promise<void> {
  const work = async (holds: () => boolean) => {
    let after = 0;
    while (!ctx.stopping.aborted && holds()) {
      const last = await eraseSome(ctx, merchantId, after);
      if (last === "switchedOff") return;
      if (last === "done") return await noteErased(ctx.db, merchantId);
      after = last;
    }
  };
  await alone(ctx.pool, `eraseOldBuyers:${merchantId}`, work, async () => false);
}

/** One step; returns the serial number of its last order, or why nothing is left to do. */
async function eraseSome(
  ctx: With,
  merchantId: string,
  after: number,
): Promise<number | "done" | "switchedOff"> {
  return await transact(ctx.db, async (tx) => {
    // Held: what is switched off or made longer meanwhile waits for this step, and the next one heeds it.
    const days = await readKeptDays(tx, merchantId, true);
    if (days === null) return "switchedOff";
    const orders = await oldOrders(tx, merchantId, { days, after, limit: step });
    const plans = await oldPlans(tx, merchantId, { days, limit: step });
    if (orders.length === 0 && plans.length === 0) return "done";
    const left = { erasedAt: (await databaseTime(tx)).toISOString() };
    for (const { id } of orders) await eraseFromOrder(tx, merchantId, id, left);
    for (const { id } of plans) await eraseFromPlan(tx, merchantId, id, left);
    const by = { actor: actors.nightly, address: null };
    const counts = { orders: orders.length, plans: plans.length };
    await addAudit(tx, merchantId, {
      event: "oldBuyersErased",
      by,
      after: { ...counts, buyersKeptDays: days },
    });
    return orders.at(-1)?.serial ?? after;
  });
}
