import type { Logger } from "pino";
import { afterCommit } from "./kit/after-commit.ts";
import type { Db } from "./kit/database.ts";
import { gathered } from "./kit/gathered.ts";
import { groupBy } from "./kit/group-by.ts";
import { addJobs } from "./kit/jobs.ts";
import type { Metrics } from "./kit/metrics.ts";

/** Every background task, and what it is told. A job only says "look at this merchant"; what is to be done stands in rows. */
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
 * What goes first where many merchants have work due, after a start all of them: somebody waits for stock and orders, and nobody
 * for what the sweep looks for.
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

/** How often a commit wakes a merchant at most. A process that works on the merchant sees all of its rows anyway. */
const wakeEveryMs = 20;

/** Takes up a task for a merchant in this process; false where it is better left to the queue. */
type Taker = (task: MerchantTask, merchantId: string) => boolean;

const takers = new WeakMap<Db, Taker>();

/** Registers the process's own worker, which is then woken without the queue as soon as something is committed here. */
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
 * time. Outside of a transaction it is done on return. A wake may be lost with its process: rows must say that something is due
 * (`dueWork`), and each worker looks for those every second.
 */
export async function wake(db: Db, task: MerchantTask, merchantIds: string[], runAt?: Date): Promise<void> {
  const wakes = merchantIds.map((merchantId): Wake => ({ task, merchantId, runAt }));
  const isLater = afterCommit(db, (outside) => {
    for (const each of wakes) wakeSoon(outside, each);
  });
  if (!isLater) await addJobs(db, task, priorityOf(task), wakes.map(jobOf));
}

/**
 * Notes that one part of a task failed as nobody foresaw, while the others went on: operators are told as of a task that failed
 * (`MusubiWorkFails`). `about`: which part it was.
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

/** Of each merchant and task one wake, the first that is to come. */
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
