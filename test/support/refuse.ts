import type pg from "pg";

/**
 * Has the database refuse a write as nobody foresaw (`a fault of ours`) until what is returned is called. `what`: `update on transactions`,
 * say; `when`: of which rows, as a trigger says it; each such statement, if not given. One at a time.
 */
export async function refuse(pool: pg.Pool, what: string, when?: string): Promise<() => Promise<void>> {
  const each = when === undefined ? "statement" : `row when (${when})`;
  await pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a fault of ours'; end $$;
    create trigger refuse before ${what} for each ${each} execute function refuse()`);
  return async () => void (await pool.query("drop function refuse cascade"));
}
