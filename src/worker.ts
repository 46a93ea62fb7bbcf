import { setTimeout as delay } from "node:timers/promises";
import { Logger, run, runMigrations, type Runner } from "graphile-worker";
import type { Context } from "./context.ts";
import { eraseOldBuyers } from "./buyers/retention/erase-old-buyers.ts";
import { runBulkJobs } from "./catalog/bulk/run-bulk-jobs.ts";
import { confirmEnd } from "./connection/app-end/confirm-end.ts";
import { watchIncidents } from "./incidents/watch-incidents.ts";
import { isDatabaseAway } from "./kit/database.ts";
import { isPassing } from "./kit/passing.ts";
import { traced } from "./kit/tracing/trace.ts";
import { analyzeGrown } from "./kit/statistics.ts";
import { matchLinks } from "./link-assistant/match-run.ts";
import { probeSmaregi } from "./maintenance/probe-smaregi.ts";
import { runOrderJobs } from "./order-jobs/run-order-jobs.ts";
import { sendOrders } from "./order-link/send-orders.ts";
import { sendEvents } from "./outbox/send/send-events.ts";
import { placePlanOrders } from "./plans/place-plan-orders.ts";
import { runReconciliations } from "./reconcile/run-reconciliations.ts";
import { readCatalog } from "./smaregi-catalog/read-catalog.ts";
import { noteDone } from "./status/gauges/store.ts";
import { sweep } from "./status/sweep.ts";
import { wakeDue } from "./status/wake-due.ts";
import { catchUp } from "./stock-sync/catch-up.ts";
import { readUnread } from "./stock-sync/unread/read-unread.ts";
import { syncStock } from "./stock-sync/sync-stock.ts";
import { takeHere, wake, type MerchantTask, type Tasks } from "./tasks.ts";

/** Maps task names to verbs. A verb may be killed at any point and may run twice: its rows say what is still to be done. */
const verbs: { [Task in MerchantTask]: (ctx: Context, payload: Tasks[Task]) => Promise<void> } = {
  syncStock,
  sendOrders,
  catchUp,
  readUnread,
  runBulkJobs,
  placePlanOrders,
  runReconciliations,
  probeSmaregi,
  confirmEnd,
  readCatalog,
  watchIncidents,
  sendEvents,
  runOrderJobs,
  matchLinks,
  eraseOldBuyers,
};

const lookEveryMs = 1_000;
const sweepEveryMs = 60_000;
const statisticsEveryMs = 5_000;

/** Creates the queue's own tables. Every process that adds jobs needs them, not only the worker. */
export async function prepareQueue(ctx: Context): Promise<void> {
  await runMigrations({ pgPool: ctx.pool, logger: quiet(ctx) });
}

/** Starts the background work of this process. `stop` gives running verbs a few seconds to end. */
export async function startWorker(ctx: Context): Promise<{ stop(): Promise<void> }> {
  const ending = new AbortController();
  const { signal } = ending;
  const queue = await keepQueue(ctx, signal);
  const here = workHere(ctx, signal);
  // Database notifications that came while no one listened are lost, so a worker looks at every merchant at its start.
  const starting = async () => {
    await noteDone(ctx.db, "worker");
    await wakeDue(ctx);
    await sweep(ctx, { everyone: true });
  };
  await starting().catch((error: unknown) => ctx.log.error({ err: error }, "the first look failed"));
  const looking = [
    repeat("the look for due work", lookEveryMs, () => wakeDue(ctx)),
    repeat("the sweep", sweepEveryMs, () => sweep(ctx, { everyone: false })),
    repeat("the sign of life", sweepEveryMs, () => noteDone(ctx.db, "worker")),
    repeat("the look at grown tables", statisticsEveryMs, async () => void (await analyzeGrown(ctx.db))),
  ];

  /** Each look begins a while after the last one ended. */
  async function repeat(name: string, everyMs: number, look: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      await look().catch((error: unknown) =>
        ctx.log.error({ err: error }, `${name} failed; it comes again in ${everyMs / 1_000} s`),
      );
    }
  }
  return {
    stop: async () => {
      ending.abort();
      ctx.beginStop();
      await queue.ended;
      await Promise.all(looking);
      await here.rest();
    },
  };
}

/** Tasks that someone waits for. Some of them at a time run in the process that has just committed them. */
const takenHere: MerchantTask[] = ["syncStock", "sendOrders"];
const mostHere = 4;

/**
 * Runs what this process wakes without going through the queue. What fails is left to the queue, which tries it again. What is lost
 * with the process is found by the look for due work.
 */
function workHere(ctx: Context, signal: AbortSignal): { rest(): Promise<void> } {
  const running = new Map<string, { again: boolean; done: Promise<void> }>();

  async function run(task: MerchantTask, merchantId: string, key: string): Promise<void> {
    try {
      do {
        const own = running.get(key);
        if (own !== undefined) own.again = false;
        await work(ctx, task, () => verbs[task](ctx, { merchantId }));
        // Woken meanwhile, perhaps after its last look.
      } while (running.get(key)?.again === true && !signal.aborted);
    } catch (error) {
      ctx.log.warn({ err: error, task, merchantId }, "the work failed; the queue tries it again");
      await wake(ctx.db, task, [merchantId]).catch(() => undefined);
    } finally {
      running.delete(key);
    }
  }

  takeHere(ctx.db, (task, merchantId) => {
    const key = `${task}:${merchantId}`;
    const own = running.get(key);
    if (own !== undefined) {
      own.again = true;
      return true;
    }
    if (signal.aborted || !takenHere.includes(task) || running.size >= mostHere) return false;
    const entry = { again: false, done: Promise.resolve() };
    running.set(key, entry);
    entry.done = run(task, merchantId, key);
    return true;
  });
  return {
    rest: async () => {
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/**
 * Runs the queue until `signal` is aborted. The library ends the queue if it could not note a job's end. It is then started again
 * once the database is back; unfinished work is in rows.
 */
async function keepQueue(ctx: Context, signal: AbortSignal): Promise<{ ended: Promise<void> }> {
  const aborted = new Promise<void>((done) => signal.addEventListener("abort", () => done()));
  const first = await runQueue(ctx);
  const ended = keep();
  // A worker without its queue is useless. So this is thrown where no one catches it: the process ends and is started again.
  ended.catch((error: unknown) =>
    setImmediate(() => {
      throw error;
    }),
  );
  return { ended };

  async function keep(): Promise<void> {
    for (let runner: Runner | null = first; runner !== null; runner = await startAgain()) {
      const { promise } = runner;
      await Promise.race([promise.catch(() => undefined), aborted]);
      // A queue that is just ending by itself refuses to be stopped.
      if (signal.aborted) return await runner.stop().catch(() => promise);
      ctx.log.error("the queue ended by itself; it is started again");
    }
  }

  async function startAgain(): Promise<Runner | null> {
    for (;;) {
      await Promise.race([delay(lookEveryMs), aborted]);
      if (signal.aborted) return null;
      try {
        return await runQueue(ctx);
      } catch (error) {
        if (!(await isPassing(ctx.db, error))) throw error;
      }
    }
  }
}

async function runQueue(ctx: Context): Promise<Runner> {
  return await run({
    pgPool: ctx.pool,
    concurrency: ctx.settings.workerConcurrency,
    pollInterval: 2_000,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: 5_000,
    logger: quiet(ctx),
    taskList: Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [
        name,
        (payload: unknown) => work(ctx, name, () => verb(ctx, payload as { merchantId: string })),
      ]),
    ),
  });
}

/**
 * A lost database connection is no failure of the work: its rows are still due, and the look of the next second wakes it. The queue
 * would wait longer each time, and give up after the third.
 */
async function work(ctx: Context, task: string, verb: () => Promise<void>): Promise<void> {
  try {
    const attributes = { "musubi.task": task };
    await traced(`job ${task}`, { kind: "consumer", place: "root", attributes }, verb);
  } catch (error) {
    if (!isDatabaseAway(error)) {
      ctx.metrics.workFailures.inc({ task });
      throw error;
    }
    ctx.log.warn({ err: error, task }, "the database went away during the work; it is taken up again");
  }
}

function quiet(ctx: Context): Logger {
  return new Logger((scope) => (level: string, message, meta) => {
    const fields = { ...scope, ...meta };
    if (level === "error") ctx.log.error(fields, message);
    else if (level === "warning") ctx.log.warn(fields, message);
    else ctx.log.debug(fields, message);
  });
}
