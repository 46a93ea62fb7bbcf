import type { Context } from "../context.ts";
import { notFound } from "../kit/errors.ts";
import { pageOf, readCursor } from "../kit/pages.ts";
import type { JobOutcome } from "./rules.ts";
import { countItems, findJob, listItems, type Reason } from "./store.ts";

/** A press for many orders, and its progress. Throws 404 if it is not this merchant's. */
export async function readJob(ctx: Pick<Context, "db">, input: { merchantId: string; id: string }) {
  const { merchantId, id } = input;
  const job = await findJob(ctx.db, merchantId, id);
  if (job === null) throw notFound({ ja: "一括操作", en: "order job" });
  const { action, actor, state, createdAt, endedAt } = job;
  return { id, action, actor, state, ...(await countItems(ctx.db, merchantId, id)), createdAt, endedAt };
}

/** The result of each of its orders, in order: all, or those with one outcome. */
export async function listOutcomes(
  ctx: Pick<Context, "db">,
  input: {
    merchantId: string;
    id: string;
    cursor?: string | undefined;
    limit: number;
    outcome?: JobOutcome | undefined;
  },
) {
  const { merchantId, id, limit, outcome } = input;
  await readJob(ctx, input);
  const at = { after: readCursor(input.cursor, "int"), limit: limit + 1, outcome };
  const page = pageOf(await listItems(ctx.db, merchantId, id, at), limit, ({ nth }) => nth);
  const items = page.items.map(({ orderId, label, outcome: became, reason }) => ({
    orderId,
    label,
    outcome: became,
    reason: reason as Reason | null,
  }));
  return { ...page, items };
}
