import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { openDatabase, type Database } from "../../src/kit/database.ts";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import { asAdmin } from "./as-admin.ts";
import { urlOf } from "./postgres.ts";

export type TestDatabase = Database & { connection: Connection; url: string; drop(): Promise<void> };

/** The prefix of this process's databases. */
export const databasePrefix = `t_${process.pid}_`;

/**
 * Creates a separate database for one test file, cloned from the migrated template (or `empty`, with another `encoding` if given).
 * `postgres`: by default the server of the tests.
 */
export async function testDatabase(
  options: { empty?: boolean; encoding?: string; postgres?: Connection } = {},
): Promise<TestDatabase> {
  const postgres = options.postgres ?? inject("postgres");
  const name = `${databasePrefix}${randomBytes(8).toString("hex")}`;
  const { empty, encoding } = options;
  const as = encoding === undefined ? "" : `encoding '${encoding}' locale_provider libc locale 'C'`;
  const source = encoding !== undefined ? "template0" : empty === true ? "template1" : "template";
  // File copy takes half the time of a copy through the log if nothing waits for the disk.
  await asAdmin(postgres, `create database ${name} template ${source} strategy file_copy ${as}`);
  const connection = { ...postgres, database: name };
  const database = openTestDatabase(connection);
  return {
    ...database,
    connection,
    url: urlOf(connection),
    drop: async () => {
      await database.close();
      await asAdmin(postgres, `drop database ${name} with (force)`);
    },
  };
}

/** Opens a pool on an existing database. */
export const openTestDatabase = (connection: Connection): Database =>
  openDatabase(connection, { max: 10, onError: () => undefined });
