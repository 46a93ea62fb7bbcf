import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * Has PostgreSQL look at tables that were filled since it last looked, or never were looked at: until then it plans as if they were
 * empty, and takes indexes that cost a millisecond a row. Autovacuum comes once a minute. Returns the tables' names.
 */
export async function analyzeGrown(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.relname as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
    where s.schemaname = current_schema() and s.n_mod_since_analyze > 10 * greatest(c.reltuples, 10)`.execute(
    db,
  );
  const names = rows.map(({ name }) => name);
  // One that autovacuum is just at is left to it.
  for (const name of names) await sql`analyze (skip_locked) ${sql.table(name)}`.execute(db);
  return names;
}
