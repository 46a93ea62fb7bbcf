import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { runMigrations } from "graphile-worker";
import { openDatabase } from "../../src/kit/database.ts";
import { startEmbeddedPostgres, type Connection } from "../../src/kit/embedded-postgres/start.ts";
import { migrate } from "../../src/kit/migrations.ts";

/** An embedded PostgreSQL in a folder of its own, with a migrated `template` that each test clones. */
export async function startTestPostgres(): Promise<{ connection: Connection; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-test-"));
  // The tests' data may die with the machine: only here is fsync off.
  const settings = { fsync: "off", max_connections: "300" };
  const postgres = await startEmbeddedPostgres({ dataDir, settings });
  const { connection } = postgres;
  const client = new Client({ ...connection, database: "postgres" });
  await client.connect();
  await client.query("create database template");
  const template = { ...connection, database: "template" };
  const onError = () => undefined;
  const database = openDatabase(template, { max: 2, onError });
  await migrate(database.db);
  await runMigrations({ pgPool: database.pool });
  await database.close();
  await client.end();
  return {
    connection,
    stop: async () => {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
