import type { Context } from "../context.ts";
import { alone } from "../kit/alone.ts";
import type { Db } from "../kit/database.ts";
import { isAnotherWaiting } from "../kit/jobs.ts";
import { wake, type MerchantTask } from "../tasks.ts";
import { mayCall } from "./rules.ts";
import { liveConnection } from "./store.ts";

type Draining = {
  merchantId: string;
  /**
   * Resolves once `mayGoOn` is false, because the process stops or the lock is lost; and soon after `isTurnOver`,
   * because others wait.
   */
  work: (mayGoOn: () => boolean, isTurnOver: () => boolean) => Promise<void>;
  /** True if a row of the merchant is due. `nextAt`: when the next one that is not due yet will be. */
  hasDue: (db: Db, merchantId: string) => Promise<boolean>;
  nextAt: (db: Db, merchantId: string) => Promise<Date | null>;
};

/**
 * Begins a turn: the time that one merchant's work may take before waiting ones get theirs. The returned function says
 * whether it is over.
 */
function beginTurn(): () => boolean {
  const begun = performance.now();
  return () => performance.now() - begun >= 5_000;
}

/**
 * Does the work that waits for a merchant's Smaregi, one process at a time, until nothing is due or calls may not be
 * made; then schedules the task for what comes later. If others wait, a merchant with much work goes to the end of the
 * queue after a turn, so that no one waits longer than that for it.
 */
export async function drainMerchant(
  ctx: Context,
  task: MerchantTask,
  draining: Draining,
  begin = beginTurn,
): Promise<void> {
  const { merchantId, work, hasDue, nextAt } = draining;
  let isOver = begin();
  let later: Date | null = null;
  const isMore = async () => {
    // Look for future work before due work, so that nothing becomes due unseen between the two looks.
    later = await nextAt(ctx.db, merchantId);
    const isDue =
      !ctx.stopping.aborted &&
      mayCall(await liveConnection(ctx.db, merchantId)) &&
      (await hasDue(ctx.db, merchantId));
    if (!isDue || !isOver()) return isDue;
    isOver = begin();
    const isTheirTurn = await isAnotherWaiting(ctx.db, merchantId);
    if (isTheirTurn) await wake(ctx.db, task, [merchantId]);
    return !isTheirTurn;
  };
  const workOn = (holds: () => boolean) =>
    work(
      () => !ctx.stopping.aborted && holds(),
      () => isOver(),
    );
  await alone(ctx.pool, `${task}:${merchantId}`, workOn, isMore);
  if (later !== null) await wake(ctx.db, task, [merchantId], later);
}
