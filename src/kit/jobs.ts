import { sql } from "kysely";
import type { Db } from "./database.ts";
import { groupBy } from "./group-by.ts";

/**
 * Adds one job a key to the queue, in the caller's transaction: it is seen only if that commits. A job of the
 * same key that still waits is the same job; with a time (`runAt`) it never puts off one that is to run sooner. Of jobs that are
 * due, those of the lower `priority` are taken first, however long the others wait. The queue must exist (the worker makes it
 * at start).
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
    // All by one call: each call looks through the whole queue. In the order of their keys, so that two that meet wait for each other.
    await sql`
      select from graphile_worker.add_jobs(
        (select array_agg((${task}, spec.payload, null, spec.run_at, 3, spec.key, ${priority}::int, null)::graphile_worker.job_spec
            order by spec.key)
          from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) spec(payload json, key text, run_at timestamptz)),
        job_key_preserve_run_at => ${isLater})`.execute(db);
  }
}

/** The queue tries a job again within seconds; further ahead, its time was written before the clock was set back. */
const longestRetry = sql`interval '1 minute'`;

/**
 * Of these names (the key of a job, which is that of its lock in `alone`), those that no process is at work on and no
 * job of the queue is about to take up: neither one that is due, nor one that failed and waits to be tried again.
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

/** Whether a job that is due waits for a free place in the queue, of another key than `key` (whatever its task). */
export async function isAnotherWaiting(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from graphile_worker.jobs
      where locked_at is null and run_at <= clock_timestamp() and attempts < max_attempts
        and key not like ${`%:${key}`}) as waits`.execute(db);
  return rows[0]?.waits === true;
}
