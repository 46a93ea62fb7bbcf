import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cleanUp, newFolder } from "./holder.fixture.ts";
import { openServerLog } from "./server-log.ts";

afterAll(cleanUp);

it("a log that can't be set aside, as on a full disk, stops no start and is set aside by a later look", async () => {
  const file = join(await newFolder(), "postgres.log");
  writeFileSync(file, `${"x".repeat(5_000_000)}the last words`);
  // No one can write a file there, not even root.
  mkdirSync(`${file}.1`);
  const log = openServerLog(file);
  expect(log.tail()).toBe("");
  log.close();
  expect(statSync(file).size).toBeGreaterThan(5_000_000);
  rmdirSync(`${file}.1`);
  openServerLog(file).close();
  expect(statSync(file).size).toBe(0);
  expect(existsSync(`${file}.1`)).toBe(true);
});
