import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { addJobs } from "./jobs.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
});
afterAll(() => database.drop());

const waiting = async () => {
  const { rows } = await database.pool.query(
    `select jobs.key, task_identifier as task, jobs.priority, payload->>'nth' as nth,
       extract(epoch from jobs.run_at - now())::int / 3600 as hours
     from graphile_worker.jobs jobs join graphile_worker._private_jobs own using (id) order by jobs.key`,
  );
  return rows.map(({ key, task, priority, nth, hours }) => [key, task, priority, nth, hours]);
};
const add = (keys: string[], hours?: number) =>
  addJobs(
    database.db,
    "look",
    2,
    keys.map((key, nth) => ({
      key,
      payload: { nth },
      runAt: hours === undefined ? undefined : new Date(Date.now() + hours * 3_600_000 + 1_800_000),
    })),
  );

it("one job a key, also where a key comes twice; a time never puts off one that is to run sooner, and none brings it forward", async () => {
  await add([]);
  await add(["b", "a", "b"], 10);
  expect(await waiting()).toEqual([
    ["look:a", "look", 2, "1", 10],
    ["look:b", "look", 2, "2", 10],
  ]);
  await add(["a", "c"], 20);
  expect(await waiting()).toEqual([
    ["look:a", "look", 2, "0", 10],
    ["look:b", "look", 2, "2", 10],
    ["look:c", "look", 2, "1", 20],
  ]);
  await add(["b"]);
  expect((await waiting()).map(([key, , , , hours]) => [key, hours])).toEqual([
    ["look:a", 10],
    ["look:b", 0],
    ["look:c", 20],
  ]);
});
