import type { Context } from "../context.ts";
import { groupBy } from "../kit/group-by.ts";
import { unattended } from "../kit/jobs.ts";
import { today } from "../plans/rules.ts";
import { wake, type MerchantTask } from "../tasks.ts";
import { dueWork } from "./store.ts";

/**
 * Wakes the merchants with due work that no one works on and no job waits for. Jobs and locks are lost with a connection or a
 * process, rows are not. Because of this look, at the start and every second, a lost wake costs only a second.
 */
export async function wakeDue(ctx: Context): Promise<void> {
  const now = ctx.clock();
  const due = await dueWork(ctx.db, { today: today(now), now });
  if (due.length === 0) return;
  const free = new Set(await unattended(ctx.db, due.map(nameOf)));
  const left = due.filter((each) => free.has(nameOf(each)));
  for (const [task, some] of groupBy(left, (each) => each.task)) {
    const merchantIds = some.map(({ merchantId }) => merchantId);
    await wake(ctx.db, task, merchantIds);
  }
}

/** The key of the job, and of the lock that its work holds. */
const nameOf = ({ task, merchantId }: { task: MerchantTask; merchantId: string }): string =>
  `${task}:${merchantId}`;
