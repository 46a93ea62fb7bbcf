import { Logger, run, runMigrations, type Runner } from "graphile-worker";
import type { Context } from "./context.ts";
import { runBulkJobs } from "./catalog/bulk/run-bulk-jobs.ts";
import { probeSmaregi } from "./maintenance/probe-smaregi.ts";
import { sendOperations } from "./order-link/send-operations.ts";
import { placePlanOrders } from "./plans/place-plan-orders.ts";
import { runReconciliations } from "./reconcile/run-reconciliations.ts";
import { sweep } from "./status/sweep.ts";
import { catchUp } from "./stock-sync/catch-up.ts";
import { syncStock } from "./stock-sync/sync-stock.ts";
import type { MerchantTask, Tasks } from "./tasks.ts";

/** Task name to verb. A verb may be killed anywhere and run twice: its rows say what is still to be done. */
const verbs: { [Task in MerchantTask]: (ctx: Context, payload: Tasks[Task]) => Promise<void> } = {
  syncStock,
  sendOperations,
  catchUp,
  runBulkJobs,
  placePlanOrders,
  runReconciliations,
  probeSmaregi,
};

const sweepEveryMs = 60_000;

/** Makes the queue's own tables; every process that adds jobs needs them, not only the worker. */
export async function prepareQueue(ctx: Context): Promise<void> {
  await runMigrations({ pgPool: ctx.pool, logger: quiet(ctx) });
}

/** Starts the background work of this process. `stop` lets running verbs end, for a few seconds. */
export async function startWorker(ctx: Context): Promise<{ stop(): Promise<void> }> {
  const runner: Runner = await run({
    pgPool: ctx.pool,
    concurrency: 10,
    pollInterval: 2_000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 5_000,
    logger: quiet(ctx),
    taskList: Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [
        name,
        (payload: unknown) => verb(ctx, payload as { merchantId: string }),
      ]),
    ),
  });
  // A worker without its queue is none: thrown where nobody catches it, so that the process ends and is started anew.
  runner.promise.catch((error: unknown) =>
    setImmediate(() => {
      throw error;
    }),
  );
  const sweepNow = (everyone: boolean) =>
    sweep(ctx, { everyone }).catch((error: unknown) =>
      ctx.log.error({ err: error }, "the sweep failed; it comes again in a minute"),
    );
  // Notifications that came while nobody listened are lost: at its start a worker looks at every merchant.
  await sweepNow(true);
  const timer = setInterval(() => void sweepNow(false), sweepEveryMs);
  return {
    stop: async () => {
      clearInterval(timer);
      ctx.beginStop();
      await runner.stop();
    },
  };
}

function quiet(ctx: Context): Logger {
  return new Logger((scope) => (level, message, meta) => {
    const fields = { ...scope, ...meta };
    if (level === "error") ctx.log.error(fields, message);
    else if (level === "warning") ctx.log.warn(fields, message);
    else ctx.log.debug(fields, message);
  });
}
