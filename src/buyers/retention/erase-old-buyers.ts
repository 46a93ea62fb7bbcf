import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { actors } from "../../facts/actors.ts";
import { alone } from "../../kit/alone.ts";
import { transact } from "../../kit/database.ts";
import { databaseTime } from "../../kit/now.ts";
import { eraseFromOrder, eraseFromPlan } from "../store.ts";
import { noteErased, oldOrders, oldPlans, readKeptDays } from "./store.ts";

/** How many orders lose their buyer in one transaction; small, so that no one who edits one of them waits for long. */
const step = 50;

type With = Pick<Context, "db" | "pool" | "stopping">;

/**
 * Removes the buyers from a merchant's finished orders and ended plans that no one has changed for as long as the merchant keeps
 * buyers. Uses the same code as erasing one buyer by hand, a few at a time. Orders, sums, stock and books stay. If it is killed, the
 * next look goes on.
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
    // Locked: someone who switches it off or makes it longer waits for this step, and the next step obeys the new value.
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
