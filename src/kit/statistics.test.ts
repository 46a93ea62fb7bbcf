import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { analyzeGrown } from "./statistics.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it("a table that was filled is looked at once, and again when it has grown tenfold", async () => {
  await sql`create table filled (id int) with (autovacuum_enabled = off)`.execute(database.db);
  const fill = (rows: number) =>
    sql`insert into filled select generate_series(1, ${rows}::int)`.execute(database.db);
  const isSeen = async () => (await analyzeGrown(database.db)).includes("filled");
  // PostgreSQL counts changes a moment after they happen.
  await fill(200);
  await until("it is looked at", isSeen);
  await until("the look is counted", async () => !(await isSeen()));
  await fill(200);
  expect(await isSeen()).toBe(false);
  await fill(4_000);
  await until("it is looked at again", isSeen);
});
