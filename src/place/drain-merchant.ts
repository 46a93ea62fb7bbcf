import type { Context } from "../context.ts";
import { alone } from "../kit/alone.ts";
import type { Db } from "../kit/database.ts";
import { wake, type MerchantTask } from "../tasks.ts";
import { mayCall } from "./rules.ts";
import { liveConnection } from "./store.ts";

type Draining = {
  merchantId: string;
  /** Comes to rest once `mayGoOn` is false: the process is to stop, or the lock is lost. */
  work: (mayGoOn: () => boolean) => Promise<void>;
  /** Whether a row of the merchant is due, and when the next that is not due yet will be. */
  hasDue: (db: Db, merchantId: string) => Promise<boolean>;
  nextAt: (db: Db, merchantId: string) => Promise<Date | null>;
};

/**
 * Works off what waits for a merchant's Smaregi, one process at a time, until nothing is due or calls may not be made; then
 * has the task woken for what is still to come.
 */
export async function drainMerchant(ctx: Context, task: MerchantTask, draining: Draining): Promise<void> {
  const { merchantId, work, hasDue, nextAt } = draining;
  let later: Date | null = null;
  const isMore = async () => {
    // What is still to come, before what is due: nothing becomes due unseen between the two looks.
    later = await nextAt(ctx.db, merchantId);
    return (
      !ctx.stopping.aborted &&
      mayCall(await liveConnection(ctx.db, merchantId)) &&
      (await hasDue(ctx.db, merchantId))
    );
  };
  const workOn = (holds: () => boolean) => work(() => !ctx.stopping.aborted && holds());
  await alone(ctx.pool, `${task}:${merchantId}`, workOn, isMore);
  if (later !== null) await wake(ctx.db, task, [merchantId], later);
}
