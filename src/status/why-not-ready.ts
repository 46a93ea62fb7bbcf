import type { Context } from "../context.ts";
import { mustTakeWrites } from "../kit/database.ts";
import { isMigrated } from "../kit/migrations.ts";

/** Why this process can't serve now: it is about to stop, or its database is away, takes no writes or is not migrated; null: it can. */
export async function whyNotReady({ db, stopping, log }: Context): Promise<"stopping" | "away" | null> {
  if (stopping.aborted) return "stopping";
  try {
    if (!(await isMigrated(db))) return "away";
    await mustTakeWrites(db);
    return null;
  } catch (error) {
    log.warn({ err: error }, "not ready");
    return "away";
  }
}
