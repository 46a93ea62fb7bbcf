import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../test/support/database.ts";
import { transact } from "./kit/database.ts";
import { settle } from "./kit/gathered.ts";
import { newId } from "./kit/ids.ts";
import { wake } from "./tasks.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
});
afterAll(() => database.drop());
beforeEach(() => database.pool.query("delete from graphile_worker._private_jobs"));

async function jobs(): Promise<{ key: string; revision: number; due: boolean }[]> {
  const { rows } = await database.pool.query(
    "select key, revision, run_at <= now() as due from graphile_worker.jobs order by key",
  );
  return rows;
}

it("a wake is given after the commit, and holds no job's row until then", async () => {
  const id = newId();
  await transact(database.db, async (tx) => {
    await wake(tx, "sendOrders", [id]);
    // Another wake of the same merchant would wait for a row that this transaction has locked.
    await wake(database.db, "sendOrders", [id]);
    expect(await jobs()).toEqual([{ key: `sendOrders:${id}`, revision: 0, due: true }]);
  });
  await settle(database.db);
  expect(await jobs()).toEqual([{ key: `sendOrders:${id}`, revision: 1, due: true }]);
});

it("a transaction that comes to nothing wakes nobody", async () => {
  const failing = transact(database.db, async (tx) => {
    await wake(tx, "sendOrders", [newId()]);
    throw new Error("out of stock");
  });
  await expect(failing).rejects.toThrow("out of stock");
  await settle(database.db);
  expect(await jobs()).toEqual([]);
});

it("a hundred commits of a merchant at once wake it a few times, and never later than the first asks for", async () => {
  const id = newId();
  const later = new Date(Date.now() + 3_600_000);
  const begun = performance.now();
  const wakes = Array.from({ length: 100 }, (_, nth) =>
    transact(database.db, (tx) => wake(tx, "syncStock", [id], nth === 50 ? undefined : later)),
  );
  await Promise.all(wakes);
  await settle(database.db);
  const tookMs = performance.now() - begun;
  const [job, ...others] = await jobs();
  expect(others).toEqual([]);
  expect(job).toMatchObject({ key: `syncStock:${id}`, due: true });
  // At most every 20 ms, even if a slow machine takes long for the commits.
  expect(job?.revision).toBeLessThanOrEqual(Math.ceil(tookMs / 20));
});
