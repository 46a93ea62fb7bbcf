import { sql } from "kysely";
import type { Db } from "../database.ts";
import { tablesOf } from "./categories.ts";
import { distributeTable, firstTable, stepsOf, type ForeignKey } from "./steps.ts";

/** True if this database is distributed: it has Citus, and our first table is distributed. */
export async function isDistributed(db: Db): Promise<boolean> {
  return (await hasCitus(db)) && (await distributedTables(db)).includes(firstTable);
}

async function hasCitus(db: Db): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select to_regclass('pg_dist_partition') is not null as has`.execute(db);
  return rows[0]?.has === true;
}

const wanted = [...tablesOf("distributed"), ...tablesOf("reference")];

/** Our tables that are already distributed or reference tables. */
async function distributedTables(db: Db): Promise<string[]> {
  // h: distributed by a hash; t: a reference table. Citus also has rows for local tables that refer to those.
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_dist_partition p join pg_class c on c.oid = p.logicalrelid
    where c.relname = any(${wanted}::text[]) and (p.partmethod = 'h' or p.repmodel = 't')`.execute(db);
  return rows.map(({ name }) => name);
}

/** The current foreign keys of our tables, sorted by name. */
async function foreignKeys(db: Db): Promise<ForeignKey[]> {
  const ours = [...wanted, ...tablesOf("local")];
  const { rows } = await sql<ForeignKey>`
    select quote_ident(k.conname) as name, quote_ident(c.relname) as place, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace and c.relname = any(${ours}::text[])
    order by c.relname, k.conname`.execute(db);
  return rows;
}

/** Our functions that statements call, with their argument types: the shards need them, too. */
async function functionsOf(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select f.oid::regprocedure::text as name from pg_proc f
    where f.pronamespace = current_schema()::regnamespace and f.prokind = 'f' and f.prorettype <> 'trigger'::regtype
      and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
    order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

/** The SQL that `distribute` would run on this database, one statement per item; works without Citus. */
export async function distributingSql(db: Db): Promise<string[]> {
  const distributed = (await hasCitus(db)) ? await distributedTables(db) : [];
  const kept = await keptKeys(db);
  const isWhole = wanted.every((table) => distributed.includes(table));
  if (isWhole && kept === null) return [];
  const keys = kept ?? (await foreignKeys(db));
  return stepsOf({ keys, functions: await functionsOf(db), distributed });
}

/**
 * Distributes the database with its Citus, statement by statement; a run that was interrupted continues from where it stopped.
 * Calls `told` for each statement. Throws if there is no Citus, or if Citus does not know its coordinator.
 */
export async function distribute(db: Db, told: (statement: string) => void): Promise<void> {
  if (!(await hasCitus(db)))
    throw new Error("This PostgreSQL has no Citus: `create extension citus` on it and its workers first.");
  const { rows } = await sql<{ count: number }>`
    select count(*) from pg_dist_node where groupid = 0`.execute(db);
  if (rows[0]?.count !== 1)
    throw new Error("Citus does not know its coordinator: `select citus_set_coordinator_host(...)` first.");
  const statements = await distributingSql(db);
  if (statements.length === 0) return;
  if ((await keptKeys(db)) === null) await keepKeys(db, await foreignKeys(db));
  for (const statement of statements) {
    told(statement);
    await sql.raw(statement).execute(db);
  }
  await sql`drop table kept_foreign_keys`.execute(db);
}

/** The foreign keys are dropped for a while: their definitions are stored until all are back, in one step. */
async function keepKeys(db: Db, keys: ForeignKey[]): Promise<void> {
  await sql`
    create table kept_foreign_keys as
    select * from jsonb_to_recordset(${sql.lit(JSON.stringify(keys))}::jsonb) key(name text, place text, definition text)`.execute(
    db,
  );
}

/** The foreign keys stored by an interrupted run; null if there was none. */
async function keptKeys(db: Db): Promise<ForeignKey[] | null> {
  const { rows } = await sql<{ isThere: boolean }>`
    select to_regclass('kept_foreign_keys') is not null as is_there`.execute(db);
  if (rows[0]?.isThere !== true) return null;
  const kept = await sql<ForeignKey>`
    select name, place, definition from kept_foreign_keys order by place, name`.execute(db);
  return kept.rows;
}

/**
 * The text of a migration for this database. A line `-- distribute: <table>` follows the statement that creates the table:
 * on a distributed database it becomes the statement that distributes it, so that later statements may refer to it; on any
 * other database it is a comment.
 */
export function forThisDatabase(text: string, distributed: boolean): string {
  if (!distributed) return text;
  const first = "set local citus.multi_shard_modify_mode to 'sequential';\n";
  return (
    first + text.replaceAll(/^-- distribute: (\w+)$/gm, (_, table: string) => `${distributeTable(table)};`)
  );
}
