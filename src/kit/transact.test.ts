import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase, testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { afterCommit } from "./after-commit.ts";
import { atOnce, isDatabaseAway, transact, type Tx } from "./database.ts";
import { last } from "./pool-driver.ts";

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
    // Until the broken connection is known, the next query is the one that finds out.
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

describe("a statement that is its transaction's last", () => {
  const add = (tx: Tx, key: string) =>
    sql`${last}insert into sign_in_attempts (email, caller) values (${key}, '')`.execute(tx);
  const count = async (key: string) => {
    const { rows } = await sql`select 1 from sign_in_attempts where email = ${key}`.execute(database.db);
    return rows.length;
  };

  it("has committed when it returns, and nothing more is asked in its transaction", async () => {
    const more = transact(database.db, async (tx) => {
      await add(tx, "more");
      expect(await count("more")).toBe(1);
      await sql`select 1`.execute(tx);
    });
    await expect(more).rejects.toThrow("the transaction has its last statement already");
  });

  it("leaves nothing where it fails, and the connection is free for the next", async () => {
    const failing = transact(database.db, async (tx) => {
      await sql`insert into sign_in_attempts (email, caller) values ('failing', '')`.execute(tx);
      await sql`${last}select 1 / 0`.execute(tx);
    });
    await expect(failing).rejects.toThrow("division by zero");
    await transact(database.db, async (tx) => void (await add(tx, "next")));
    expect([await count("failing"), await count("next")]).toEqual([0, 1]);
  });
});

it("a transaction that goes on after a failure is not taken as committed", async () => {
  const work = transact(database.db, async (tx) => {
    await sql`select 1 / 0`.execute(tx).catch(() => undefined);
  });
  await expect(work).rejects.toThrow("the transaction was rolled back");
});

describe("what is asked at once", () => {
  const add = (email: string) => (open: Tx) =>
    sql`insert into sign_in_attempts (email, caller) values (${email}, '')`.execute(open);
  const found = (email: string) => (open: Tx) =>
    sql`select caller from sign_in_attempts where email = ${email}`.execute(open);

  it("sees what was asked before it, in one round trip", async () => {
    const [, { rows }] = await transact(database.db, (tx) => atOnce(tx, [add("first"), found("first")]));
    expect(rows).toEqual([{ caller: "" }]);
  });

  it("tells what failed first, leaves nothing, and is through before the transaction ends", async () => {
    const slow = async (open: Tx) => {
      await sql`select 1`.execute(open);
      await add("late")(open);
    };
    const fails = (open: Tx) => sql`select 1 / 0`.execute(open);
    const asking = transact(database.db, (tx) => atOnce(tx, [add("early"), slow, fails, found("early")]));
    await expect(asking).rejects.toThrow("division by zero");
    const { rows } = await sql`select email from sign_in_attempts where email in ('early', 'late')`.execute(
      database.db,
    );
    expect(rows).toEqual([]);
  });

  it("has its hooks run after the commit, and none where that comes to nothing", async () => {
    const ran: string[] = [];
    const hook = (name: string) => async (open: Tx) => {
      afterCommit(open, () => ran.push(name));
      await add(name)(open);
    };
    await transact(database.db, (tx) => atOnce(tx, [hook("kept"), hook("beside")]));
    expect(ran).toEqual(["kept", "beside"]);
    const failing = transact(database.db, (tx) =>
      atOnce(tx, [hook("lost"), (open) => sql`select 1 / 0`.execute(open)]),
    );
    await expect(failing).rejects.toThrow("division by zero");
    expect(ran).toEqual(["kept", "beside"]);
  });
});

it("times are read as they are, however the database writes them", async () => {
  const other = await testDatabase({ empty: true });
  await other.pool.query(`alter database ${other.connection.database} set datestyle = 'German, DMY'`);
  const { db, close } = openTestDatabase(other.connection);
  const asked = sql<{ at: Date; day: string }>`select timestamptz '2026-11-02 03:04:05Z' as at,
    date '2026-11-02' as day`.execute(db);
  expect((await asked).rows[0]).toMatchObject({ at: new Date("2026-11-02T03:04:05Z"), day: "2026-11-02" });
  await close();
  await other.drop();
});

it("P10: statements mean the same, whatever the database or the role has set", async () => {
  const other = await testDatabase();
  await other.pool.query(`alter database ${other.connection.database} set standard_conforming_strings = off`);
  const { db, close } = openTestDatabase(other.connection);
  const asked = sql`select folded('SS  -s') as folded, search_text('Shirts s') as searched`;
  const meant = { folded: "SS -s", searched: "shirtss" };
  expect((await asked.execute(db)).rows).toEqual([meant]);
  expect((await transact(db, (tx) => asked.execute(tx))).rows).toEqual([meant]);
  await close();
  await other.drop();
});
