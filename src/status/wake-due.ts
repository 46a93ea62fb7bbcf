import type { Context } from "../context.ts";
import { unattended } from "../kit/jobs.ts";
import { today } from "../plans/rules.ts";
import { wake, type MerchantTask } from "../tasks.ts";
import { dueWork } from "./store.ts";

/**
 * Wakes whoever has work due that nobody is at and no job waits for. Jobs and locks are lost with a connection or a
 * process, rows are not: this look, at the start and every second, is what makes a lost wake cost a second.
 */
export async function wakeDue(ctx: Context): Promise<void> {
  const now = ctx.clock();
  const due = await dueWork(ctx.db, { today: today(now), now });
  if (due.length === 0) return;
  const free = new Set(await unattended(ctx.db, due.map(nameOf)));
  const byTask = new Map<MerchantTask, string[]>();
  for (const each of due) {
    if (free.has(nameOf(each))) byTask.set(each.task, [...(byTask.get(each.task) ?? []), each.merchantId]);
  }
  for (const [task, merchantIds] of byTask) await wake(ctx.db, task, merchantIds);
}

/** The key of the job, and of the lock that its work holds. */
const nameOf = ({ task, merchantId }: { task: MerchantTask; merchantId: string }): string =>
  `${task}:${merchantId}`;
