import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { Client } from "pg";
import { runMigrations } from "graphile-worker";
import { openDatabase } from "../../src/kit/database.ts";
import { startEmbeddedPostgres, type Connection } from "../../src/kit/embedded-postgres/start.ts";
import { migrate } from "../../src/kit/migrations.ts";
import { ensureBuilt } from "../../bin/ensure-built.mjs";

declare module "vitest" {
  export interface ProvidedContext {
    postgres: Connection;
  }
}

/** One embedded PostgreSQL for the whole run, with a migrated template that each test clones. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  ensureBuilt();
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
  project.provide("postgres", connection);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
