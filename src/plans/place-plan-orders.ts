import { actors } from "../facts/actors.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { drainAlone } from "../kit/alone.ts";
import { AppError, type Text } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { isPassing } from "../kit/passing.ts";
import { placeOrderIn } from "../orders/place-order.ts";
import type { OrderInput } from "../orders/plan-order.ts";
import { holdLive } from "../place/store.ts";
import { notePartFailed } from "../tasks.ts";
import { dayAfter, nextDate, retryMs, today } from "./rules.ts";
import {
  lockPlan,
  nextDuePlan,
  noteOrder,
  noteProblem,
  takeDate,
  updatePlan,
  type PlanRow,
} from "./store.ts";

/**
 * Places the orders of the merchant's plans whose date has come, oldest first, also for dates on which nothing ran (O1). The order
 * and the note that its date is taken are committed together, so no date has two orders.
 */
export async function placePlanOrders(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = () => {
    const now = ctx.clock();
    return nextDuePlan(ctx.db, merchantId, { today: today(now), now });
  };
  await drainAlone(ctx, `placePlanOrders:${merchantId}`, next, (plan) => placeNext(ctx, plan));
}

async function placeNext(ctx: Context, plan: PlanRow): Promise<void> {
  const { merchantId, id } = plan;
  try {
    await transact(ctx.db, async (tx) => {
      // Its contract may have ended since the plan was found (C5).
      if ((await holdLive(tx, merchantId)) === "ended") return;
      const current = await lockPlan(tx, merchantId, id);
      if (current?.state !== "active" || current.nextOn === null || current.nextOn !== plan.nextOn) return;
      const { kind } = current;
      const dueOn = current.nextOn;
      const date = { merchantId, planId: id, dueOn };
      // Takes the date first: if it was taken before, there is no second order.
      if (await takeDate(tx, { ...date, orderId: null })) {
        const orderId = newId();
        const by = { actor: actors[kind], by: kind };
        await placeOrderIn(tx, { ...by, merchantId, orderId, order: orderOf(current) });
        await noteOrder(tx, { ...date, orderId });
      }
      await updatePlan(tx, merchantId, id, afterDate(current, dueOn));
    });
  } catch (error) {
    if (await isPassing(ctx.db, error)) throw error;
    if (!(error instanceof AppError))
      notePartFailed(ctx, "placePlanOrders", { error, merchantId, planId: id });
    const problem = JSON.stringify(problemOf(error));
    const retryAt = new Date(ctx.clock().getTime() + retryMs);
    await noteProblem(ctx.db, plan, { problem, retryAt });
  }
}

const orderOf = ({ kind, lines, money, customer }: PlanRow): OrderInput => {
  return { kind, lines, money, ...(customer === null ? {} : { customer }) };
};

/** What the merchant reads beside the plan, also for an unexpected error, which does not stop the other plans. */
function problemOf(error: unknown): Text {
  if (error instanceof AppError) return error.fields[0]?.message ?? error.detail;
  return {
    ja: "サーバーで問題が起きました。1時間後に自動でもう一度試します。",
    en: "Something went wrong on the server. It is tried again by itself in an hour.",
  };
}

/** The plan after one of its dates is over: the next date waits, or the plan has ended. */
export function afterDate(plan: PlanRow, dueOn: string) {
  const { firstOn, endsOn, everyUnit, everyCount } = plan;
  const every = { unit: everyUnit, count: everyCount };
  const nextOn = nextDate({ firstOn, every, endsOn }, dayAfter(dueOn));
  return { nextOn, problem: null, retryAt: null, ...(nextOn === null ? { state: "ended" as const } : {}) };
}
