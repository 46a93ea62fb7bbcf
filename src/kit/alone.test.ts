import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { alone, drainAlone } from "./alone.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.drop());

const neverStopping = new AbortController().signal;

/** Ends the connections that hold an advisory lock here, as a database restart does. */
async function cutHolders(): Promise<void> {
  const { rows } = await database.pool.query(
    `select pg_terminate_backend(l.pid) from pg_locks l join pg_stat_activity a on a.pid = l.pid
     where l.locktype = 'advisory' and a.datname = current_database()`,
  );
  expect(rows).toHaveLength(1);
  // The signal is sent now; the connection and its lock end a moment later.
  await until("the lock is free", isFree);
}

async function isFree(): Promise<boolean> {
  const { rows } = await database.pool.query(
    `select from pg_locks l join pg_database d on d.oid = l.database
     where l.locktype = 'advisory' and d.datname = current_database()`,
  );
  return rows.length === 0;
}

it("who loses the lock with its connection rests, and whoever comes then has all the rows that are left", async () => {
  const rows = Array.from({ length: 6 }, (_, nth) => nth);
  const did: string[] = [];
  const drain = (who: string, onRow: (row: number) => Promise<void>) =>
    drainAlone(
      { pool: database.pool, stopping: neverStopping },
      "rows",
      async () => rows[0] ?? null,
      async (row, mayGoOn) => {
        await onRow(row);
        rows.shift();
        did.push(`${who}${row}`);
        if (row === 2 && who === "first") expect(mayGoOn()).toBe(false);
      },
    );
  let second: Promise<void> | undefined;
  let secondHolds = (): void => undefined;
  const secondHasIt = new Promise<void>((done) => (secondHolds = done));
  let goOn = (): void => undefined;
  const firstIsOut = new Promise<void>((done) => (goOn = done));
  const first = drain("first", async (row) => {
    if (row !== 2) return;
    await cutHolders();
    // The second one gets the lock while the first is still in the middle of a row.
    second = drain("second", async () => {
      secondHolds();
      await firstIsOut;
    });
    await secondHasIt;
  });
  await first;
  goOn();
  await second;
  expect(did.slice(0, 3)).toEqual(["first0", "first1", "first2"]);
  expect(did.slice(3).every((each) => each.startsWith("second"))).toBe(true);
  expect(rows).toEqual([]);
});

it("who comes second returns at once, and the first looks again after it let go", async () => {
  let more = true;
  let rounds = 0;
  const work = async () => {
    rounds += 1;
    if (rounds > 1) return;
    await alone(
      database.pool,
      "again",
      () => Promise.reject(new Error("not alone")),
      async () => false,
    );
  };
  const isMore = async () => more && !(more = false);
  await alone(database.pool, "again", work, isMore);
  expect(rounds).toBe(2);
  await until("the lock is free", isFree);
});
