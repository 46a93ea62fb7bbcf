import { tmpdir } from "node:os";
import type { TestProject } from "vitest/node";
import type { Connection } from "../../src/kit/embedded-postgres/start.ts";
import { ensureBuilt } from "../../bin/ensure-built.mjs";
import { openRun } from "../../bin/test-run.mjs";
import { checkRecorded, openRecord } from "../distributed/check-recorded.ts";
import { browserExecutable } from "./browser-executable.ts";
import { openHouseDoor } from "./house-door.ts";
import { openWhole } from "./open-whole.ts";
import { startTestPostgres } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    postgres: Connection;
    /** Where to ask for a house of the run. */
    houseDoor: string;
  }
}

/** Starts one PostgreSQL and the shared houses for the whole test run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  openRun();
  ensureBuilt();
  // Unpacked here, before any worker needs it.
  browserExecutable();
  const { close } = await openWhole(async (closings) => {
    const postgres = await startTestPostgres();
    closings.push(() => postgres.close());
    openRecord(tmpdir());
    closings.push(() => checkRecorded(tmpdir(), { ...postgres.connection, database: "template" }));
    const houses = await openHouseDoor(postgres.connection);
    closings.push(() => houses.close());
    project.provide("houseDoor", houses.url);
    project.provide("postgres", postgres.connection);
    return {};
  });
  return async () => {
    try {
      await close();
    } catch (error) {
      // Vitest only prints an error while closing, and still exits with success.
      process.exitCode = 1;
      throw error;
    }
  };
}
