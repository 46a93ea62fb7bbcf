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
        // While it waits for a table, everybody who comes after waits behind it: soon it lets them through, and comes again.
        await sql`set local lock_timeout = '3s'`.execute(db);
        await sql.raw(forThisDatabase(text, distributed)).execute(db);
      },
    };
  }
  return migrations;
}

/** How often the migrations give way to work of others before the start is given up. */
const mostTries = 30;

/**
 * Brings the database to the newest schema, under kysely's advisory lock: of several processes that start
 * together one migrates and the others wait. All or nothing; throws with the failed file's name and reason.
 * Others may work in the database meanwhile: where one of both has to give way (`gaveWay` is told of each time), nothing is
 * changed, and it is tried again. Answers the names of the files that it applied.
 */
export async function migrate(db: Db, gaveWay: (reason: string) => void = () => {}): Promise<string[]> {
  const known = new Set(await readNames());
  const applied = await readApplied(db);
  const { encoding, schema } = await readPlace(db);
  // One that was begun so goes on: what is in it is in UTF-8 all the same.
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
  // One may land after others with higher numbers: what a database has not yet is applied, whichever it is.
  const distributed = await isDistributed(db);
  const provider = { getMigrations: () => readMigrations(distributed) };
  // Named, since the library would take a table of this name in any schema, another program's too, for its own.
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

/** How the database keeps letters, and the schema that new tables come to. */
async function readPlace(db: Db): Promise<{ encoding: string; schema: string }> {
  const { rows } = await sql<{ encoding: string; schema: string | null }>`
    select current_setting('server_encoding') as encoding, current_schema() as schema`.execute(db);
  const [{ encoding, schema } = { encoding: "", schema: null }] = rows;
  if (schema === null)
    throw new Error("No schema of the database's search_path exists, so that there is no place for tables.");
  return { encoding, schema };
}

/** The migrations that stand in the schema that new tables come to; none where it is new. Another program's further on in the path are not ours. */
async function readApplied(db: Db): Promise<Set<string>> {
  const { rows: tables } = await sql<{ table: string | null }>`
    select to_regclass(format('%I.kysely_migration', current_schema()))::text as "table"`.execute(db);
  const [{ table } = { table: null }] = tables;
  if (table === null) return new Set();
  // As the database itself writes the name, with its schema where that is needed.
  const { rows } = await sql<{ name: string }>`select name from ${sql.raw(table)}`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** Whether the migrations of this program stand in the database, and no others (for `GET /readyz`). */
export async function isMigrated(db: Db): Promise<boolean> {
  const [names, applied] = await Promise.all([readNames(), readApplied(db)]);
  return applied.size === names.length && names.every((name) => applied.has(name));
}
