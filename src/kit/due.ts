import { sql, type RawBuilder } from "kysely";

/**
 * True where a time has come, or lies further ahead than it was ever put: then the database's clock was set back, and the wait
 * has no purpose any more. `longest` in milliseconds, or as an interval of the row.
 */
export function hasCome(at: RawBuilder<unknown>, longest: number | RawBuilder<unknown>): RawBuilder<boolean> {
  const most = typeof longest === "number" ? sql`${longest} * interval '1 millisecond'` : longest;
  return sql<boolean>`(${at} <= clock_timestamp() or ${at} > clock_timestamp() + ${most})`;
}
