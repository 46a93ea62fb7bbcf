import { sql } from "kysely";
import type { Db } from "./database.ts";
import { isDistributed } from "./distributed/distribute.ts";

/**
 * Tells PostgreSQL's planner about tables that were just filled with `rows` rows, if it still takes the first of them for small.
 * Otherwise, until it learns of that by itself after a minute, each lookup of a row would read the whole table.
 */
export async function tellPlanner(db: Db, tables: [string, ...string[]], rows: number): Promise<void> {
  // Each machine learns about its own rows by itself; in a transaction that wrote elsewhere, Citus refuses this.
  if (await isDistributed(db)) return;
  const { rows: known } = await sql<{ rows: number }>`
    select reltuples::float8 as rows from pg_class where oid = ${tables[0]}::regclass`.execute(db);
  if ((known[0]?.rows ?? 0) < rows / 4)
    await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
}
