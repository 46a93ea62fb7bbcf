import type { Pool } from "pg";

/**
 * The number of connections of this database that wait for a lock, of one table if given. Other databases on the same server belong
 * to other tests.
 */
export async function lockWaits(pool: Pool, table?: string): Promise<number> {
  const { rows } = await pool.query(
    `select count(*)::int as waits from pg_stat_activity a
     where a.datname = current_database() and a.wait_event_type = 'Lock' and ($1::text is null or exists (
       select from pg_locks l where l.pid = a.pid and not l.granted and l.relation = $1::regclass))`,
    [table ?? null],
  );
  return rows[0].waits as number;
}
