import { sql } from "kysely";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";

/**
 * Adds one job per key to the queue, in the caller's transaction: it is visible only after the commit. A waiting job with the
 * same key is the same job; `runAt` never delays a job that should run sooner. Of the jobs that are due, those with the lower
 * `priority` are taken first, however long the others wait. The queue must exist (the worker creates it at start).
 */
export async function addJobs(
  db: Db,
  task: string,
  priority: number,
  jobs: { key: string; payload: object; runAt?: Date | undefined }[],
): Promise<void> {
  const byKey = new Map(jobs.map(({ key, ...job }) => [`${task}:${key}`, job]));
  const specs = [...byKey].map(([key, { payload, runAt }]) => ({ key, payload, run_at: runAt ?? null }));
  for (const [isLater, some] of groupBy(specs, (spec) => spec.run_at !== null)) {
    // All in one call, because each call searches the whole queue. Sorted by key, so that two callers wait for each other instead of
    // a deadlock.
    await sql`
      select from graphile_worker.add_jobs(
        (select array_agg((${task}, spec.payload, null, spec.run_at, 3, spec.key, ${priority}::int, null)::graphile_worker.job_spec
            order by spec.key)
          from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) spec(payload json, key text, run_at timestamptz)),
        job_key_preserve_run_at => ${isLater})`.execute(db);
  }
}

/**
 * The queue retries a job within seconds; if its time is further ahead, it was written before the clock was set back.
 */
const longestRetry = sql`interval '1 minute'`;

/**
 * Of these names (a job's key, which is also the name of its lock in `alone`), returns those that no process is
 * working on and no job of the queue will soon start: no job that is due, and no failed job that waits for its next
 * try.
 */
export async function unattended(db: Db, names: string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names}::text[]) name
    where not exists (
      select 1 from pg_locks l
      where l.locktype = 'advisory' and l.objsubid = 1 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and (l.classid::bigint << 32) | l.objid::bigint = hashtextextended(name, 0))
    and not exists (
      select 1 from graphile_worker.jobs job
      where job.key = name and job.locked_at is null and job.attempts < job.max_attempts
        and (job.run_at <= clock_timestamp()
          or job.attempts > 0 and job.run_at <= clock_timestamp() + ${longestRetry}))`.execute(db);
  return rows.map((row) => row.name);
}

/** True if a due job with another key than `key` (of any task) waits for a free place in the queue. */
export async function isAnotherWaiting(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from graphile_worker.jobs
      where locked_at is null and run_at <= clock_timestamp() and attempts < max_attempts
        and key not like ${`%:${key}`}) as waits`.execute(db);
  return rows[0]?.waits === true;
}
