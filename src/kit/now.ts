import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The time of a write: when its statement began, by the database's clock. A write takes no time that goes on while it runs
 * (`clock_timestamp`): on a distributed database that one is refused, since each of its machines would have another. Where a row
 * may be waited for, this time is of before the wait: lock the row by a statement of its own where that counts.
 */
export const writeTime = sql<Date>`statement_timestamp()`;

/** The database's time of this moment, also after a lock was waited for: to be written as a value. */
export async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date();
}
