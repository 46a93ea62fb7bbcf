import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Migrator, sql, type Migration } from "kysely";
import { isGivenWay, type Db } from "./database.ts";
import { forThisDatabase, isDistributed } from "./distributed/distribute.ts";
import { wordsOf } from "./error-words.ts";
import { packageRoot } from "./package-root.ts";

const folder = join(packageRoot, "migrations");

const readNames = async (): Promise<string[]> =>
  (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();

async function readMigrations(distributed: boolean): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const name of await readNames()) {
    const text = await readFile(join(folder, name), "utf8");
    migrations[name] = {
      up: async (db) => {
        // While it waits for a table, everyone who comes later waits behind it. So it soon lets them through and tries
        // again.
        await sql`set local lock_timeout = '3s'`.execute(db);
        await sql.raw(forThisDatabase(text, distributed)).execute(db);
      },
    };
  }
  return migrations;
}

/** How often the migrations give way to other work before the start is given up. */
const mostTries = 30;

/**
 * Migrates the database to the newest schema, under kysely's advisory lock: if several processes start together, one
 * migrates and the others wait. All or nothing; throws with the failed file's name and reason. Others may use the database
 * meanwhile: if the migration has to give way, nothing is changed, `gaveWay` is called, and it is tried again. Returns the
 * names of the files it applied.
 */
export async function migrate(db: Db, gaveWay: (reason: string) => void = () => {}): Promise<string[]> {
  const known = new Set(await readNames());
  const { encoding, schema } = await readPlace(db);
  const applied = await readApplied(db);
  // A database that already has migrations is accepted: what is in it is UTF-8 anyway.
  if (encoding !== "UTF8" && applied.size === 0)
    throw new Error(
      `The encoding of the database is ${encoding}, in which Japanese is not found and compared as it is read. ` +
        "Make it anew: create database ... encoding 'UTF8' template template0. Nothing was changed.",
    );
  const newer = [...applied].toSorted().findLast((name) => !known.has(name));
  if (newer !== undefined)
    throw new Error(
      `The database is newer than this program: it has the migration ${newer}, which this version does not know. ` +
        "Start the version that made it, or a later one. Nothing was changed.",
    );
  // A migration may be merged after others with higher numbers: all that the database lacks are applied, in any
  // position.
  const distributed = await isDistributed(db);
  const provider = { getMigrations: () => readMigrations(distributed) };
  // With its schema, because the library would otherwise take a table of this name in any schema, even of another
  // program, for its own.
  const migrator = new Migrator({
    db,
    provider,
    allowUnorderedMigrations: true,
    migrationTableSchema: schema,
  });
  const { error, results = [] } = await migrateAmongOthers(migrator, gaveWay);
  if (error) {
    const failed = results.find((result) => result.status === "Error");
    const reason = wordsOf(error);
    const where = failed ? `The migration ${failed.migrationName} failed` : "The migrations failed";
    throw new Error(`${where}: ${reason}. Nothing was changed.`, { cause: error });
  }
  return results.map((result) => result.migrationName);
}

async function migrateAmongOthers(migrator: Migrator, gaveWay: (reason: string) => void) {
  for (let tries = 1; ; tries += 1) {
    const outcome = await migrator.migrateToLatest();
    if (!isGivenWay(outcome.error) || tries === mostTries) return outcome;
    gaveWay(outcome.error instanceof Error ? outcome.error.message : "");
    await delay(100 + Math.random() * 400);
  }
}

/** The database's encoding, and the schema in which new tables are created. */
async function readPlace(db: Db): Promise<{ encoding: string; schema: string }> {
  const { rows } = await sql<{ encoding: string; schema: string | null }>`
    select current_setting('server_encoding') as encoding, current_schema() as schema`.execute(db);
  const [{ encoding, schema } = { encoding: "", schema: null }] = rows;
  if (schema === null)
    throw new Error("No schema of the database's search_path exists, so that there is no place for tables.");
  return { encoding, schema };
}

/**
 * The migrations applied in the schema of new tables; none if it is new. Those of another program, in a later schema of the search
 * path, are not ours.
 */
async function readApplied(db: Db): Promise<Set<string>> {
  const { rows: tables } = await sql<{ table: string | null }>`
    select to_regclass(format('%I.kysely_migration', current_schema()))::text as "table"`.execute(db);
  const [{ table } = { table: null }] = tables;
  if (table === null) return new Set();
  // The name as the database prints it, with its schema if needed.
  const { rows } = await sql<{ name: string }>`select name from ${sql.raw(table)}`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** True if exactly the migrations of this program are applied to the database (for `GET /readyz`). */
export async function isMigrated(db: Db): Promise<boolean> {
  const [names, applied] = await Promise.all([readNames(), readApplied(db)]);
  return applied.size === names.length && names.every((name) => applied.has(name));
}
