import { sql } from "kysely";
import type { Db } from "./database.ts";
import { isDistributed } from "./distributed/distribute.ts";

/**
 * Tells PostgreSQL's planner of tables that have just been filled with so many `rows`, where it still takes the first of them for
 * small: until it learns of it by itself, after a minute, each row would be looked up by reading the whole table.
 */
export async function tellPlanner(db: Db, tables: [string, ...string[]], rows: number): Promise<void> {
  // Its machines learn of it by themselves, each of its own rows; asked for in a transaction that wrote elsewhere, it is refused.
  if (await isDistributed(db)) return;
  const { rows: known } = await sql<{ rows: number }>`
    select reltuples::float8 as rows from pg_class where oid = ${tables[0]}::regclass`.execute(db);
  if ((known[0]?.rows ?? 0) < rows / 4)
    await sql`analyze ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
}
