import pg from "pg";
import { isDatabaseAway, isGivenWay, type Db } from "./database.ts";
import { isMigrated } from "./migrations.ts";

/**
 * True where a failure says nothing of what was asked, so that the same may succeed in a moment: the database is away, full or busy, it
 * gave this up for the sake of others, or a migration has just made it another version's than this program.
 */
export async function isPassing(db: Db, error: unknown): Promise<boolean> {
  if (isDatabaseAway(error) || isGivenWay(error)) return true;
  if (!(error instanceof pg.DatabaseError)) return false;
  // 40: given way; 53: no memory, disk or connection left; 57: told to end; 25P03 and 25P04: the transaction lasted too long.
  if (/^(40|53|57|25P0[34])/.test(error.code ?? "")) return true;
  // Where that can't be looked up, the database is not there.
  return !(await isMigrated(db).catch(() => false));
}
