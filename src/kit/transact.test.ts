import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { isDatabaseAway, transact, type Tx } from "./database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const lock = (tx: Tx, key: number) => sql`select pg_advisory_xact_lock(${key})`.execute(tx);

it("two that lock each other out both come through: the one that gave way runs again", async () => {
  let holding = 0;
  let both = () => {};
  const met = new Promise<void>((done) => (both = done));
  let runs = 0;
  const run = (first: number, second: number) =>
    transact(database.db, async (tx) => {
      runs += 1;
      await lock(tx, first);
      holding += 1;
      if (holding === 2) both();
      await met;
      await lock(tx, second);
      return first;
    });
  expect(await Promise.all([run(1, 2), run(2, 1)])).toEqual([1, 2]);
  expect(runs).toBe(3);
});

it("what fails for another reason runs once", async () => {
  let runs = 0;
  const work = async (tx: Tx) => {
    runs += 1;
    await sql`select 1 / 0`.execute(tx);
  };
  await expect(transact(database.db, work)).rejects.toThrow("division by zero");
  expect(runs).toBe(1);
});

it("a connection that breaks in a transaction counts as the database being away, also where only its rollback tells", async () => {
  const work = async (tx: Tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx);
    await database.pool.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
    // Until the end of the connection has been heard of, a query finds that out itself.
    await until("the connection is known to be broken", async () => {
      const failure: unknown = await sql`select 1`.execute(tx).catch((error: unknown) => error);
      return failure instanceof Error && failure.message.endsWith("is not queryable");
    });
    throw new Error("what the work itself said of it");
  };
  const failure: unknown = await transact(database.db, work).catch((error: unknown) => error);
  expect([String(failure), isDatabaseAway(failure)]).toEqual([
    "Error: Client has encountered a connection error and is not queryable",
    true,
  ]);
});
