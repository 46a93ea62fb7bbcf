import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { pageOfIds, readIdCursor } from "../kit/pages.ts";
import { readPlanOrders, readPlans, type PlanRow, type PlanSearch } from "./store.ts";

type PageInput = { merchantId: string; cursor?: string | undefined; limit: number };

function shown(plan: PlanRow) {
  const { merchantId: _, everyUnit, everyCount, money, retryAt: __, ...rest } = plan;
  return { ...rest, every: { unit: everyUnit, count: everyCount }, ...money };
}

/** One plan; 404 where it is not this merchant's. */
export async function readPlan(ctx: Context, { merchantId, id }: { merchantId: string; id: string }) {
  const [plan] = await readPlans(ctx.db, merchantId, { id, before: null, limit: 1 });
  if (plan === undefined) throw notFound({ ja: "定期購入・会費", en: "plan" });
  return shown(plan);
}

/** The merchant's plans, newest first. */
export async function listPlans(ctx: Context, input: PageInput & PlanSearch) {
  const { merchantId, limit, kind, state } = input;
  const before = readIdCursor(input.cursor);
  const rows = await readPlans(ctx.db, merchantId, { kind, state, before, limit: limit + 1 });
  const page = pageOfIds(rows, limit);
  return { ...page, items: page.items.map(shown) };
}

/** The dates of a plan that are over, newest first, with what came of each. */
export async function listPlanOrders(ctx: Context, input: PageInput & { id: string }) {
  const { merchantId, id, cursor, limit } = input;
  await readPlan(ctx, input);
  const before = cursor !== undefined && /^\d{4}-\d\d-\d\d$/.test(cursor) ? cursor : null;
  const rows = await readPlanOrders(ctx.db, merchantId, id, { before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.dueOn ?? null) : null };
}
