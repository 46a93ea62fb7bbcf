import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { pageOfIds, readDayCursor, readIdCursor } from "../kit/pages.ts";
import { readSellables } from "../orders/store.ts";
import { readPlanOrders, readPlans, type PlanRow, type PlanSearch } from "./store.ts";

type PageInput = { merchantId: string; cursor?: string | undefined; limit: number };

/** Plans with the present names and prices of what they order. */
async function withNames(ctx: Context, merchantId: string, plans: PlanRow[]) {
  const ids = [...new Set(plans.flatMap((plan) => plan.lines.map((line) => line.variationId)))];
  const sellables = ids.length === 0 ? [] : await readSellables(ctx.db, merchantId, ids);
  const known = new Map(sellables.map((each) => [each.id, each]));
  return plans.map(({ merchantId: _, everyUnit, everyCount, money, retryAt: __, lines, ...rest }) => ({
    ...rest,
    every: { unit: everyUnit, count: everyCount },
    lines: lines.map((line) => {
      const {
        productName = "",
        variationName = "",
        systemProductNumber = "",
        price = 0,
      } = known.get(line.variationId) ?? {};
      return { ...line, productName, variationName, systemProductNumber, price: line.unitPrice ?? price };
    }),
    ...money,
  }));
}

/** One plan. Throws 404 if it is not this merchant's. */
export async function readPlan(ctx: Context, { merchantId, id }: { merchantId: string; id: string }) {
  const rows = await readPlans(ctx.db, merchantId, { id, before: null, limit: 1 });
  const [plan] = await withNames(ctx, merchantId, rows);
  if (plan === undefined) throw notFound({ ja: "定期購入・会費", en: "plan" });
  return plan;
}

/** The merchant's plans, newest first. */
export async function listPlans(ctx: Context, input: PageInput & PlanSearch) {
  const { merchantId, limit, kind, state } = input;
  const before = readIdCursor(input.cursor);
  const rows = await readPlans(ctx.db, merchantId, { kind, state, before, limit: limit + 1 });
  const page = pageOfIds(rows, limit);
  return { ...page, items: await withNames(ctx, merchantId, page.items) };
}

/** The past dates of a plan, newest first, with the result of each. */
export async function listPlanOrders(ctx: Context, input: PageInput & { id: string }) {
  const { merchantId, id, cursor, limit } = input;
  await readPlan(ctx, input);
  const before = readDayCursor(cursor);
  const rows = await readPlanOrders(ctx.db, merchantId, id, { before, limit: limit + 1 });
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.dueOn ?? null) : null };
}
