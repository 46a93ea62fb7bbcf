import pg from "pg";
import { isDatabaseAway, isGivenWay, type Db } from "./database.ts";
import { isMigrated } from "./migrations.ts";

/**
 * True if a failure is temporary and says nothing about the request, so that the same request may soon succeed: the database is away,
 * full or busy, it ended this transaction because of others, or a migration has just moved it to another version than this program's.
 */
export async function isPassing(db: Db, error: unknown): Promise<boolean> {
  if (isDatabaseAway(error) || isGivenWay(error)) return true;
  if (!(error instanceof pg.DatabaseError)) return false;
  // 40: gave way; 53: no memory, disk or connection left; 57: told to end; 25P03 and 25P04: the transaction lasted too long.
  if (/^(40|53|57|25P0[34])/.test(error.code ?? "")) return true;
  // If that can't be looked up, the database is not there.
  return !(await isMigrated(db).catch(() => false));
}
