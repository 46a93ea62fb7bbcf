import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The time for a write: the start of its statement, by the database's clock. Do not use a time that changes while the statement
 * runs (`clock_timestamp`): a distributed database refuses it in a write, because each of its machines would have another time.
 * If the statement may wait for a row, this is the time before the wait: if that matters, lock the row by a separate statement
 * first.
 */
export const writeTime = sql<Date>`statement_timestamp()`;

/** The database's current time, also after waiting for a lock; to be written as a value. */
export async function databaseTime(db: Db): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  return rows[0]?.now ?? new Date();
}
