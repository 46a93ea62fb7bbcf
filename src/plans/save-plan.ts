import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError, invalid, notFound, type FieldError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import type { Money, PlanLine } from "../kit/tables.ts";
import { linesOf, refuseTotal } from "../orders/lines.ts";
import { readSellables } from "../orders/store.ts";
import { lockWithSiblings } from "../stock/store.ts";
import { wake } from "../tasks.ts";
import { afterDate } from "./place-plan-orders.ts";
import { later, nextDate, today, type Every } from "./rules.ts";
import { insertPlan, lockPlan, takeDate, updatePlan, type PlanRow } from "./store.ts";

type At = { merchantId: string; id: string };

export type PlanInput = {
  kind: PlanRow["kind"];
  every: Every;
  firstOn: string;
  endsOn: string | null;
  lines: PlanLine[];
  money: Money;
  customer?: object | null | undefined;
};

const thing = { ja: "定期購入・会費", en: "plan" };

/** A buyer as it is stored in a row. */
const kept = (customer: object | null): string | null =>
  customer === null ? null : JSON.stringify(customer);

/** Creates a plan and returns its ID. Its first order is placed on `firstOn`; today, that means at once. */
export async function createPlan(
  ctx: Context,
  input: { merchantId: string; plan: PlanInput },
): Promise<string> {
  const { merchantId, plan } = input;
  const { kind, every, firstOn, endsOn, lines, money, customer } = plan;
  if (firstOn < today(ctx.clock())) throw invalid("firstOn", texts.past);
  if (endsOn !== null && endsOn < firstOn) throw invalid("endsOn", texts.ends);
  const id = newId();
  await transact(ctx.db, async (tx) => {
    await refuseLines(tx, merchantId, plan);
    await insertPlan(tx, {
      merchantId,
      id,
      kind,
      state: "active",
      everyUnit: every.unit,
      everyCount: every.count,
      firstOn,
      endsOn,
      lines: JSON.stringify(lines),
      money: JSON.stringify(money),
      customer: kept(customer ?? null),
      nextOn: firstOn,
    });
    await wake(tx, "placePlanOrders", [merchantId]);
  });
  return id;
}

export type PlanChange = {
  every?: Every | undefined;
  endsOn?: string | null | undefined;
  lines?: PlanLine[] | undefined;
  money?: Partial<Money> | undefined;
  customer?: object | null | undefined;
  state?: "active" | "paused" | undefined;
};

/**
 * Changes a plan that has not ended. Dates that pass while it is paused are skipped: when it resumes, it goes on with the first date
 * from today that was not taken before. A new rhythm also counts from the first date.
 */
export async function changePlan(ctx: Context, input: At & { change: PlanChange }): Promise<void> {
  const { merchantId, id, change } = input;
  await transact(ctx.db, async (tx) => {
    const plan = await lockOpenPlan(tx, { merchantId, id });
    const every = change.every ?? { unit: plan.everyUnit, count: plan.everyCount };
    const endsOn = change.endsOn === undefined ? plan.endsOn : change.endsOn;
    if (endsOn !== null && endsOn < plan.firstOn) throw invalid("endsOn", texts.ends);
    const lines = change.lines ?? plan.lines;
    const money = { ...plan.money, ...change.money };
    if (change.lines !== undefined || Object.keys(change.money ?? {}).length > 0) {
      await refuseLines(tx, merchantId, { kind: plan.kind, lines, money });
    }
    const state = change.state ?? plan.state;
    const resumes = plan.state === "paused" && state === "active";
    const rhythm = change.every !== undefined || change.endsOn !== undefined;
    // Dates before the next one have their order or were skipped. They don't come back when the plan resumes.
    const waiting = plan.nextOn ?? plan.firstOn;
    const from = resumes ? later(waiting, today(ctx.clock())) : waiting;
    const nextOn = resumes || rhythm ? nextDate({ firstOn: plan.firstOn, every, endsOn }, from) : plan.nextOn;
    await updatePlan(tx, merchantId, id, {
      everyUnit: every.unit,
      everyCount: every.count,
      endsOn,
      lines: JSON.stringify(lines),
      money: JSON.stringify(money),
      ...(change.customer === undefined ? {} : { customer: kept(change.customer) }),
      state: nextOn === null ? "ended" : state,
      nextOn,
      problem: null,
      retryAt: null,
    });
    await wake(tx, "placePlanOrders", [merchantId]);
  });
}

/** Ends a plan for good: it places no further orders. */
export async function endPlan(ctx: Context, at: At): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const plan = await lockPlan(tx, at.merchantId, at.id);
    if (plan === null) throw notFound(thing);
    await updatePlan(tx, at.merchantId, at.id, {
      state: "ended",
      nextOn: null,
      problem: null,
      retryAt: null,
    });
  });
}

/** Tries now to place the order that could not be placed. */
export async function retryPlan(ctx: Context, { merchantId, id }: At): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await lockOpenPlan(tx, { merchantId, id });
    await updatePlan(tx, merchantId, id, { retryAt: null });
    await wake(tx, "placePlanOrders", [merchantId]);
  });
}

/**
 * Skips the plan's next date: it gets no order. `on`: the date that was shown as the next one; if another date is next by now,
 * nothing is done, so two presses skip only one date.
 */
export async function skipDate(ctx: Context, { merchantId, id, on }: At & { on?: string }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const plan = await lockOpenPlan(tx, { merchantId, id });
    const dueOn = plan.nextOn;
    if (dueOn === null) throw new AppError("plan_ended", texts.ended);
    if (on !== undefined && on !== dueOn) return;
    await takeDate(tx, { merchantId, planId: id, dueOn, orderId: null });
    await updatePlan(tx, merchantId, id, afterDate(plan, dueOn));
    await wake(tx, "placePlanOrders", [merchantId]);
  });
}

async function lockOpenPlan(tx: Tx, { merchantId, id }: At): Promise<PlanRow> {
  const plan = await lockPlan(tx, merchantId, id);
  if (plan === null) throw notFound(thing);
  if (plan.state === "ended") throw new AppError("plan_ended", texts.ended);
  return plan;
}

/** Refuses when the plan is made what an order would refuse, and a fee that would need stock. */
async function refuseLines(
  tx: Tx,
  merchantId: string,
  { kind, lines, money }: Pick<PlanInput, "kind" | "lines" | "money">,
): Promise<void> {
  const variationIds = [...new Set(lines.map((line) => line.variationId))];
  const rows = await lockWithSiblings(tx, merchantId, { variationIds });
  refuseTotal(linesOf(lines, await readSellables(tx, merchantId, variationIds), rows, []), money);
  if (kind !== "membershipFee") return;
  const managed = new Set(rows.filter((row) => row.stockManaged).map((row) => row.id));
  const problems = lines.flatMap((line, index): FieldError[] =>
    managed.has(line.variationId) ? [{ path: `lines[${index}].variationId`, message: texts.managed }] : [],
  );
  if (problems.length > 0) throw new AppError("invalid", texts.managed, problems);
}

const texts = {
  past: { ja: "初回の日付は今日以降にしてください。", en: "The first date can't be in the past." },
  ends: { ja: "終了日は初回の日付以降にしてください。", en: "It can't end before its first date." },
  ended: {
    ja: "終了した定期購入・会費は変更できません。",
    en: "The plan has ended: nothing of it can be changed.",
  },
  managed: {
    ja: "会費の商品は、在庫管理をしない商品にしてください。",
    en: "A membership fee sells a product without the stock flag.",
  },
};
