import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Adds one job a key to the queue, in the caller's transaction: it is seen only if that commits. A job of the
 * same key that still waits is the same job; with a time (`runAt`) it never puts off one that is to run sooner.
 * The queue must exist (the worker makes it at start).
 */
export async function addJobs(
  db: Db,
  task: string,
  jobs: { key: string; payload: object; runAt?: Date | undefined }[],
): Promise<void> {
  if (jobs.length === 0) return;
  const specs = jobs.map(({ key, payload, runAt }) => ({
    payload,
    key: `${task}:${key}`,
    run_at: runAt ?? null,
    mode: runAt === undefined ? "replace" : "preserve_run_at",
  }));
  await sql`
    select graphile_worker.add_job(${task}::text, payload => spec.payload, job_key => spec.key,
      run_at => spec.run_at, job_key_mode => spec.mode, max_attempts => 3)
    from jsonb_to_recordset(${JSON.stringify(specs)}::jsonb)
      spec(payload json, key text, run_at timestamptz, mode text)`.execute(db);
}
