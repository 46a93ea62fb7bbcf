import type pg from "pg";

/**
 * Makes the database refuse a write with an unexpected error (`a fault of ours`) until the returned function is called. `what`: for
 * example `update on transactions`; `when`: a trigger condition on the rows; every such statement if not given. One at a time.
 */
export async function refuse(pool: pg.Pool, what: string, when?: string): Promise<() => Promise<void>> {
  const each = when === undefined ? "statement" : `row when (${when})`;
  await pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'a fault of ours'; end $$;
    create trigger refuse before ${what} for each ${each} execute function refuse()`);
  return async () => void (await pool.query("drop function refuse cascade"));
}
