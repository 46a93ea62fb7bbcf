import type { Context } from "../context.ts";
import { mustTakeWrites, type Db } from "../kit/database.ts";
import { inTime } from "../kit/in-time.ts";
import { isMigrated } from "../kit/migrations.ts";

/** A database that does not answer for this long counts as away: the caller is not kept waiting. */
const patienceMs = 5_000;

/**
 * Returns why this process can't serve now: it is about to stop, or its database is away, takes no writes or is not migrated. Returns
 * null if it can.
 */
export async function whyNotReady({ db, stopping, log }: Context): Promise<"stopping" | "away" | null> {
  if (stopping.aborted) return "stopping";
  try {
    const seen = await inTime(patienceMs, () => look(db), "tooLate");
    if (seen === "tooLate") throw new Error("the database does not answer");
    return seen;
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return "away";
  }
}

async function look(db: Db): Promise<"away" | null> {
  if (!(await isMigrated(db))) return "away";
  await mustTakeWrites(db);
  return null;
}
