import type { Pool } from "pg";

/** How many connections of this database wait for a lock, of one table where it is named: others of the same server are other tests'. */
export async function lockWaits(pool: Pool, table?: string): Promise<number> {
  const { rows } = await pool.query(
    `select count(*)::int as waits from pg_stat_activity a
     where a.datname = current_database() and a.wait_event_type = 'Lock' and ($1::text is null or exists (
       select from pg_locks l where l.pid = a.pid and not l.granted and l.relation = $1::regclass))`,
    [table ?? null],
  );
  return rows[0].waits as number;
}
