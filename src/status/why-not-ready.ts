import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { mustTakeWrites, type Db } from "../kit/database.ts";
import { isMigrated } from "../kit/migrations.ts";

/** A database that does not answer for so long is away, whatever became of it: who asks is not kept waiting. */
const patienceMs = 5_000;

/** Why this process can't serve now: it is about to stop, or its database is away, takes no writes or is not migrated; null: it can. */
export async function whyNotReady({ db, stopping, log }: Context): Promise<"stopping" | "away" | null> {
  if (stopping.aborted) return "stopping";
  const over = new AbortController();
  const tooLate = delay(patienceMs, undefined, over).then(() => {
    throw new Error("the database does not answer");
  });
  try {
    return await Promise.race([look(db), tooLate]);
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return "away";
  } finally {
    over.abort();
    tooLate.catch(() => undefined);
  }
}

async function look(db: Db): Promise<"away" | null> {
  if (!(await isMigrated(db))) return "away";
  await mustTakeWrites(db);
  return null;
}
