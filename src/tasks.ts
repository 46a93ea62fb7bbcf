import type { Logger } from "pino";
import { afterCommit } from "./kit/after-commit.ts";
import type { Db } from "./kit/database.ts";
import { gathered } from "./kit/gathered.ts";
import { groupBy } from "./kit/group-by.ts";
import { addJobs } from "./kit/jobs.ts";
import type { Metrics } from "./kit/metrics.ts";

/** Every background task and its payload. A job only says "look at this merchant"; rows say what to do. */
export type Tasks = {
  syncStock: { merchantId: string };
  sendOrders: { merchantId: string };
  catchUp: { merchantId: string };
  readUnread: { merchantId: string };
  runBulkJobs: { merchantId: string };
  placePlanOrders: { merchantId: string };
  runReconciliations: { merchantId: string };
  probeSmaregi: { merchantId: string };
  confirmEnd: { merchantId: string };
  readCatalog: { merchantId: string };
  watchIncidents: { merchantId: string };
  sendEvents: { merchantId: string };
  runOrderJobs: { merchantId: string };
  matchLinks: { merchantId: string };
  eraseOldBuyers: { merchantId: string };
};

export type MerchantTask = keyof Tasks;

/**
 * What goes first if many merchants have work due (after a start, all of them): people wait for stock and orders, but no one waits
 * for what the sweep finds.
 */
const priorities: Partial<Record<MerchantTask, number>> = {
  syncStock: -1,
  sendOrders: -1,
  catchUp: 1,
  readUnread: 1,
  watchIncidents: 1,
  eraseOldBuyers: 1,
};
const priorityOf = (task: MerchantTask): number => priorities[task] ?? 0;

type Wake = { task: MerchantTask; merchantId: string; runAt: Date | undefined };

/** A merchant is woken at most this often. A process that works for the merchant sees all its rows anyway. */
const wakeEveryMs = 20;

/** Starts a task for a merchant in this process; returns false if the queue should have it. */
type Taker = (task: MerchantTask, merchantId: string) => boolean;

const takers = new WeakMap<Db, Taker>();

/** Registers this process's own worker. What is committed here then wakes it directly, without the queue. */
export function takeHere(db: Db, taker: Taker): void {
  takers.set(db, taker);
}

const wakeSoon = gathered(wakeEveryMs, async (db, all: Wake[]) => {
  const take = takers.get(db);
  const wakes = all.filter(
    ({ task, merchantId, runAt }) => runAt !== undefined || take?.(task, merchantId) !== true,
  );
  for (const [task, some] of groupBy(soonest(wakes), (each) => each.task))
    await addJobs(db, task, priorityOf(task), some.map(jobOf));
});

/**
 * Wakes the worker for these merchants after the caller's transaction has committed, without waiting for it; with `runAt`, at that
 * time. Outside of a transaction the wake is done on return. A wake is lost if its process dies, so rows must say that something is
 * due (`dueWork`); each worker looks for such rows every second.
 */
export async function wake(db: Db, task: MerchantTask, merchantIds: string[], runAt?: Date): Promise<void> {
  const wakes = merchantIds.map((merchantId): Wake => ({ task, merchantId, runAt }));
  const isLater = afterCommit(db, (outside) => {
    for (const each of wakes) wakeSoon(outside, each);
  });
  if (!isLater) await addJobs(db, task, priorityOf(task), wakes.map(jobOf));
}

/**
 * Notes an unexpected failure of one part of a task while the other parts went on. Operators are told of it as of a failed task
 * (`MusubiWorkFails`). `about`: which part.
 */
export function notePartFailed(
  { log, metrics }: { log: Pick<Logger, "error">; metrics: Pick<Metrics, "workFailures"> },
  task: MerchantTask,
  { error, ...about }: { error: unknown; merchantId: string; [part: string]: unknown },
): void {
  metrics.workFailures.inc({ task });
  log.error({ err: error, task, ...about }, "a part of the work failed; the rest goes on");
}

const jobOf = ({ merchantId, runAt }: Wake) => ({
  key: merchantId,
  payload: { merchantId } satisfies Tasks[MerchantTask],
  runAt,
});

/** Keeps one wake for each merchant and task: the earliest. */
function soonest(wakes: Wake[]): Wake[] {
  const first = new Map<string, Wake>();
  const time = ({ runAt }: Wake) => runAt?.getTime() ?? 0;
  for (const each of wakes) {
    const key = `${each.task}:${each.merchantId}`;
    const other = first.get(key);
    if (other === undefined || time(each) < time(other)) first.set(key, each);
  }
  return [...first.values()];
}
