import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import { longestPauseMs } from "./paced.ts";
import type { Pace } from "./types.ts";

type Kind = "read" | "write";

/** The callers of this process for one contract and kind: the last in line, and the pauses requested so far. */
type Line = { last: Promise<unknown>; pauses: number; pausing: Promise<unknown> };

/**
 * The pace per contract in one database row, shared by all processes: each call takes the next free moment in a single
 * round trip, and waits for it. Within a process the callers wait in line and only the first takes a moment: so
 * processes take turns, however long their lines are, and a pause holds for all who wait. Database errors are thrown,
 * and the next in line continues. `mostAheadMs`: how far ahead the next moment may lie, ten seconds by default; a
 * moment further ahead comes from a clock that was set back.
 */
export function databasePace(
  db: Db,
  rates: { readsPerSecond: number; writesPerSecond: number },
  options: { mostAheadMs?: number } = {},
): Pace {
  // No bursts: a burst and the refill after it would together exceed the rate. And a twentieth slower than the rate:
  // even if one call is 50 ms late, or the next one early, no second contains one call more.
  const spacing = { read: 1050 / rates.readsPerSecond, write: 1050 / rates.writesPerSecond };
  // A process holds one moment at a time: only a clock that was set back can put the next one further ahead than this
  // many of them.
  const mostAhead = (kind: Kind): number => Math.max(32 * spacing[kind], options.mostAheadMs ?? 10_000);
  const lines = new Map<string, Line>();
  const lineOf = (contractId: string, kind: Kind): Line => {
    const key = `${kind} ${contractId}`;
    const line = lines.get(key) ?? { last: Promise.resolve(), pauses: 0, pausing: Promise.resolve() };
    lines.set(key, line);
    return line;
  };

  const reserve = async (contractId: string, kind: Kind): Promise<number> => {
    // The call does not wait for the write to disk: a moment lost in a crash means only one call above the rate.
    const { rows } = await sql<{ wait: number }>`${named}
      insert into smaregi_pace as p (contract_id, kind, next_at)
      values (${contractId}, ${kind}, clock_timestamp() + ${spacing[kind]} * interval '1 millisecond')
      on conflict (contract_id, kind) do update set
        next_at = greatest(clock_timestamp(),
          least(p.next_at, clock_timestamp() + ${mostAhead(kind)} * interval '1 millisecond'),
          least(coalesce(p.paused_until, '-infinity'), clock_timestamp() + ${longestPauseMs} * interval '1 millisecond')
        ) + ${spacing[kind]} * interval '1 millisecond'
      returning (extract(epoch from next_at - clock_timestamp()) * 1000 - ${spacing[kind]})::float8 as wait,
        set_config('synchronous_commit', 'off', true)`.execute(db);
    return rows[0]?.wait ?? 0;
  };

  const take = async (
    line: Line,
    before: Promise<unknown>,
    contractId: string,
    kind: Kind,
  ): Promise<void> => {
    await before;
    let pauses: number;
    do {
      await line.pausing;
      ({ pauses } = line);
      const wait = await reserve(contractId, kind);
      if (wait > 0) await delay(Math.ceil(wait));
      // A pause that came in the meantime invalidates this moment. At most one call of another process slips through.
    } while (line.pauses !== pauses);
  };

  return {
    take: async (contractId, kind) => {
      const line = lineOf(contractId, kind);
      const turn = take(line, line.last, contractId, kind);
      line.last = turn.catch(() => undefined);
      await turn;
    },
    pause: async (contractId, kind, milliseconds) => {
      const line = lineOf(contractId, kind);
      const written = sql`
        insert into smaregi_pace as p (contract_id, kind, next_at, paused_until)
        values (${contractId}, ${kind}, clock_timestamp(), clock_timestamp() + ${milliseconds} * interval '1 millisecond')
        on conflict (contract_id, kind) do update set paused_until = greatest(excluded.paused_until,
          least(coalesce(p.paused_until, '-infinity'), clock_timestamp() + ${longestPauseMs} * interval '1 millisecond'))`.execute(
        db,
      );
      line.pauses += 1;
      line.pausing = written.catch(() => undefined);
      await written;
    },
  };
}
