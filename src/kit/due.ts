import { sql, type RawBuilder } from "kysely";

/**
 * True if a time has come, or if it is further ahead than it could have been set: then the database's clock was set back, and
 * waiting makes no sense. `longest`: milliseconds, or an interval from the row.
 */
export function hasCome(at: RawBuilder<unknown>, longest: number | RawBuilder<unknown>): RawBuilder<boolean> {
  const most = typeof longest === "number" ? sql`${longest} * interval '1 millisecond'` : longest;
  return sql<boolean>`(${at} <= clock_timestamp() or ${at} > clock_timestamp() + ${most})`;
}
