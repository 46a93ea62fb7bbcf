import type { Context } from "../context.ts";
import { pruneSignIns } from "../accounts/store.ts";
import { wake } from "../tasks.ts";
import { reconcileNightly } from "../reconcile/nightly.ts";
import { merchantsToProbe } from "../maintenance/store.ts";
import { today } from "../plans/rules.ts";
import {
  merchantsToCatchUp,
  merchantsWithDuePlans,
  merchantsWithDueRows,
  merchantsWithFiles,
  prune,
} from "./store.ts";

/** How long a lost notification may go unseen: one or two calls per merchant each time. */
const catchUpEveryMs = 300_000;

/**
 * Wakes every merchant that has rows waiting: at each start and once a minute, so that nothing depends on a job.
 * A job that a killed process had taken stays locked in the queue for hours; the wake makes a new one beside it.
 * `everyone`: also looks for changes that no notification told of, however lately that was done.
 */
export async function sweep(ctx: Context, { everyone }: { everyone: boolean }): Promise<void> {
  await wake(ctx.db, "syncStock", await merchantsWithDueRows(ctx.db, "signals"));
  await wake(ctx.db, "sendOperations", await merchantsWithDueRows(ctx.db, "operations"));
  await wake(ctx.db, "catchUp", await merchantsToCatchUp(ctx.db, everyone ? 0 : catchUpEveryMs));
  await wake(ctx.db, "runBulkJobs", await merchantsWithFiles(ctx.db));
  const now = ctx.clock();
  await wake(ctx.db, "placePlanOrders", await merchantsWithDuePlans(ctx.db, { today: today(now), now }));
  await wake(ctx.db, "probeSmaregi", await merchantsToProbe(ctx.db));
  await reconcileNightly(ctx);
  await prune(ctx.db);
  await pruneSignIns(ctx.db);
}
