import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import { openDatabase } from "../../src/kit/database.ts";
import { startEmbeddedPostgres, type Connection } from "../../src/kit/embedded-postgres/start.ts";
import { asAdmin } from "./as-admin.ts";
import { openWhole } from "./open-whole.ts";
import { migrate } from "../../src/kit/migrations.ts";

/**
 * Starts an embedded PostgreSQL in its own folder, with a migrated `template` that each test clones. `isKilled`: it may be killed
 * during the test, so what it commits must have left its own memory before it confirms.
 */
export async function startTestPostgres({ isKilled = false } = {}): Promise<{
  connection: Connection;
  close(): Promise<void>;
}> {
  return await openWhole(async (closings) => {
    const dataDir = await mkdtemp(join(tmpdir(), "musubi-test-"));
    closings.push(() => rm(dataDir, { recursive: true, force: true }));
    // The tests' data may die with the machine: only here nothing waits for the disk.
    const settings = {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: isKilled ? "on" : "off",
      max_connections: "300",
    };
    const { connection, stop } = await startEmbeddedPostgres({ dataDir, settings });
    closings.push(stop);
    await makeTemplate(connection);
    return { connection };
  });
}

/** The `DATABASE_URL` of a database that is reached through a socket's folder. */
export const urlOf = ({ user, host, database }: Connection): string =>
  `postgres://${user}@${encodeURIComponent(host)}/${database}`;

async function makeTemplate(connection: Connection): Promise<void> {
  await asAdmin(connection, "create database template");
  const template = { ...connection, database: "template" };
  const database = openDatabase(template, { max: 2, onError: () => undefined });
  try {
    await migrate(database.db);
    await runMigrations({ pgPool: database.pool });
  } finally {
    await database.close();
  }
}
