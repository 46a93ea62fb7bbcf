import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Runs `analyze` on tables that were filled since the last one, or never had one: until then PostgreSQL plans as if they were
 * empty, and uses indexes that cost a millisecond per row. Autovacuum comes once a minute. Returns the tables' names.
 */
export async function analyzeGrown(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.relname as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = current_schema() and s.n_mod_since_analyze > 10 * greatest(c.reltuples, 10)`.execute(
    db,
  );
  const names = rows.map(({ name }) => name);
  // Skips a table that autovacuum is analyzing right now.
  for (const name of names) await sql`analyze (skip_locked) ${sql.table(name)}`.execute(db);
  return names;
}
