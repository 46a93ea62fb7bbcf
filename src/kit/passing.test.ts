import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { isDatabaseAway, openDatabase, transact } from "./database.ts";
import { wordsOf } from "./error-words.ts";
import { named } from "./named.ts";
import { isPassing } from "./passing.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const thrown = async (text: string): Promise<unknown> =>
  await database.pool.query(text).then(
    () => null,
    (error: unknown) => error,
  );

describe("what passes by itself, and what does not", () => {
  it.each([
    ["08006", true],
    ["25006", true],
    ["25P03", true],
    ["40001", true],
    ["40003", true],
    ["40P01", true],
    ["53100", true],
    ["53200", true],
    ["53300", true],
    ["55P03", true],
    ["57014", true],
    ["57P03", true],
    ["0A000", false],
    ["22012", false],
    ["23505", false],
    ["42703", false],
  ])("PostgreSQL's %s: %s", async (code, expected) => {
    const error = await thrown(`do $$ begin raise exception 'so' using errcode = '${code}'; end $$`);
    expect(error).toMatchObject({ code });
    expect(await isPassing(database.db, error)).toBe(expected);
  });

  it.each([
    ["ECONNREFUSED", true],
    ["EHOSTUNREACH", true],
    ["ETIMEDOUT", true],
    ["ENOTFOUND", true],
    ["EMFILE", true],
    ["EADDRNOTAVAIL", true],
    ["EACCES", false],
  ])("the system's %s: %s", (code, expected) => {
    expect(isDatabaseAway(Object.assign(new Error("connect"), { code }))).toBe(expected);
  });

  it("whatever keeps a connection from being opened, which is told as such", async () => {
    // As where the certificate has expired, or the server lost it.
    const { db, close } = openDatabase(`${database.url}?sslmode=verify-full`, {
      max: 1,
      onError: () => undefined,
    });
    const error: unknown = await sql`select 1`.execute(db).catch((reason: unknown) => reason);
    expect(wordsOf(error)).toBe("No connection to the database: The server does not support SSL connections");
    expect(await isPassing(database.db, error)).toBe(true);
    await close();
  });

  it("whatever a database of another version refuses; what the program itself throws does not", async () => {
    const unknown = await thrown("select no_such_column from merchants");
    expect(await isPassing(database.db, unknown)).toBe(false);
    await database.pool.query(
      "insert into kysely_migration (name, timestamp) values ('9999_later.sql', '2999-01-01')",
    );
    expect(await isPassing(database.db, unknown)).toBe(true);
    expect(await isPassing(database.db, new TypeError("so"))).toBe(false);
    await database.pool.query("delete from kysely_migration where name = '9999_later.sql'");
  });
});

describe("a statement whose plan is kept, after a migration changed what it answers", () => {
  const ask = sql<object>`${named}select * from later_wider`;
  beforeAll(() => database.pool.query("create table later_wider (first int)"));

  /** Each connection of the pool has made its plan. */
  const askOnAll = async () => {
    let asking = 0;
    let all = () => {};
    const met = new Promise<void>((done) => (all = done));
    const one = () =>
      transact(database.db, async (tx) => {
        await ask.execute(tx);
        asking += 1;
        if (asking === 10) all();
        await met;
      });
    await Promise.all(Array.from({ length: 10 }, one));
  };

  it("by itself is answered", async () => {
    await askOnAll();
    await database.pool.query("alter table later_wider add column second int");
    await database.pool.query("insert into later_wider values (1, 2)");
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask.execute(database.db)));
    expect(answers.flatMap(({ rows }) => rows)).toEqual(
      Array.from({ length: 10 }, () => ({ first: 1, second: 2 })),
    );
  });

  it("in a transaction has it run once more, on a connection without that plan", async () => {
    await askOnAll();
    await database.pool.query("alter table later_wider add column third int");
    let runs = 0;
    const { rows } = await transact(database.db, async (tx) => {
      runs += 1;
      return await ask.execute(tx);
    });
    expect([rows, runs]).toEqual([[{ first: 1, second: 2, third: null }], 2]);
  });
});
