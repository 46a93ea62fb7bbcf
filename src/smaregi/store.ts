import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import type { Pace } from "./types.ts";

/**
 * The pace per contract in one row of the database, so that all processes share it: each call takes the next
 * free moment in a single round trip, and waits for it. Calls are spaced evenly: no second ever holds more than
 * the rate, however Smaregi draws its seconds. A free contract's first call goes at once.
 */
export function databasePace(db: Db, rates: { readsPerSecond: number; writesPerSecond: number }): Pace {
  const spacing = { read: 1000 / rates.readsPerSecond, write: 1000 / rates.writesPerSecond };
  return {
    take: async (contractId, kind) => {
      const { rows } = await sql<{ wait: number }>`
        insert into smaregi_pace as p (contract_id, kind, next_at)
        values (${contractId}, ${kind}, clock_timestamp() + ${spacing[kind]} * interval '1 millisecond')
        on conflict (contract_id, kind) do update set
          next_at = greatest(p.next_at, clock_timestamp()) + ${spacing[kind]} * interval '1 millisecond'
        returning (extract(epoch from next_at - clock_timestamp()) * 1000 - ${spacing[kind]})::float8 as wait`.execute(
        db,
      );
      const wait = rows[0]?.wait ?? 0;
      if (wait > 1) await delay(wait);
    },
    pause: async (contractId, kind, milliseconds) => {
      await sql`
        update smaregi_pace set
          next_at = greatest(next_at, clock_timestamp() + ${milliseconds} * interval '1 millisecond')
        where contract_id = ${contractId} and kind = ${kind}`.execute(db);
    },
  };
}
