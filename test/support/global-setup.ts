import type { TestProject } from "vitest/node";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import { ensureBuilt } from "../../bin/ensure-built.mjs";
import { browserExecutable } from "./browser-executable.ts";
import { startTestPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgres: Connection;
  }
}

/** One PostgreSQL for the whole run of the tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  ensureBuilt();
  // Unpacked here, before any worker needs it.
  browserExecutable();
  const postgres = await startTestPostgres();
  project.provide("postgres", postgres.connection);
  return postgres.stop;
}
