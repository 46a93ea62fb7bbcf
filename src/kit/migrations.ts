import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Migrator, sql, type Migration } from "kysely";
import type { Db } from "./database.ts";
import { packageRoot } from "./package-root.ts";

const folder = join(packageRoot, "migrations");

async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort();
  const migrations: Record<string, Migration> = {};
  for (const name of names) {
    const text = await readFile(join(folder, name), "utf8");
    migrations[name] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}

/**
 * Brings the database to the newest schema, under kysely's advisory lock: of several processes that start
 * together one migrates and the others wait. All or nothing; throws with the failed file's name and reason.
 * Answers the names of the files that it applied.
 */
export async function migrate(db: Db): Promise<string[]> {
  const newer = await newerThanProgram(db);
  if (newer !== null)
    throw new Error(
      `The database is newer than this program: it has the migration ${newer}, which this version does not know. ` +
        "Start the version that made it, or a later one. Nothing was changed.",
    );
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error) {
    const failed = results.find((result) => result.status === "Error");
    const reason = error instanceof Error ? error.message : JSON.stringify(error);
    const where = failed ? `The migration ${failed.migrationName} failed` : "The migrations failed";
    throw new Error(`${where}: ${reason}. Nothing was changed.`, { cause: error });
  }
  return results.map((result) => result.migrationName);
}

/** A migration that stands in the database and not in this program; null: there is none. */
async function newerThanProgram(db: Db): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration where to_regclass('kysely_migration') is not null order by name desc`
    .execute(db)
    .catch(() => ({ rows: [] }));
  const known = await readMigrations();
  return rows.find(({ name }) => !(name in known))?.name ?? null;
}

/** Whether every migration of this program stands in the database (for `GET /readyz`). */
export async function isMigrated(db: Db): Promise<boolean> {
  if ((await newerThanProgram(db)) !== null) return false;
  const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
  return (await migrator.getMigrations()).every((migration) => migration.executedAt !== undefined);
}
