import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { openDatabase } from "./database.ts";
import { isMigrated, migrate } from "./migrations.ts";
import { packageRoot } from "./package-root.ts";

let database: TestDatabase;
afterEach(() => database.drop());

describe("migrations", () => {
  it("are applied once, however many processes start together", async () => {
    database = await testDatabase({ empty: true });
    const others = [1, 2, 3].map(() =>
      openDatabase(database.connection, { max: 2, onError: () => undefined }),
    );
    expect(await isMigrated(database.db)).toBe(false);
    const applied = await Promise.all([database, ...others].map(({ db }) => migrate(db)));
    expect(applied.flat()).toEqual((await readdir(join(packageRoot, "migrations"))).sort());
    expect(await isMigrated(database.db)).toBe(true);
    await Promise.all(others.map((other) => other.close()));
  });

  it("one that fails says which and why, and changes nothing", async () => {
    database = await testDatabase({ empty: true });
    await database.pool.query("create table orders (id int)");
    await expect(migrate(database.db)).rejects.toThrow(
      /0001_foundations\.sql failed: relation "orders" already exists. Nothing was changed/,
    );
    const { rows } = await database.pool.query("select to_regclass('merchants') as merchants");
    expect(rows[0].merchants).toBeNull();
  });

  it("are ours, whatever another program's tables in other schemas of the database are called", async () => {
    database = await testDatabase({ empty: true });
    await database.pool.query(`create schema other
      create table kysely_migration (name text) create table kysely_migration_lock (id text)`);
    expect((await migrate(database.db)).length).toBeGreaterThan(0);
    expect(await isMigrated(database.db)).toBe(true);
    expect(await migrate(database.db)).toEqual([]);
    expect((await database.pool.query("select from other.kysely_migration")).rowCount).toBe(0);
  });

  it("are ours, also where another program's are in a schema further on in the search path", async () => {
    database = await testDatabase({ empty: true });
    await database.pool.query(`create table kysely_migration (name text)`);
    await database.pool.query("insert into kysely_migration values ('9999_theirs.sql')");
    await database.pool.query("create schema mine");
    const { database: name } = database.connection;
    await database.pool.query(`alter database ${name} set search_path = mine, public`);
    const own = openDatabase(database.connection, { max: 2, onError: () => undefined });
    expect(await isMigrated(own.db)).toBe(false);
    expect((await migrate(own.db)).length).toBeGreaterThan(0);
    expect(await isMigrated(own.db)).toBe(true);
    expect(await migrate(own.db)).toEqual([]);
    await own.close();
  });

  it("are not begun where no schema of the search path exists, which is said", async () => {
    database = await testDatabase({ empty: true });
    await database.pool.query(`alter database ${database.connection.database} set search_path = nowhere`);
    const own = openDatabase(database.connection, { max: 2, onError: () => undefined });
    await expect(migrate(own.db)).rejects.toThrow("No schema of the database's search_path exists");
    await own.close();
  });

  it("are not begun in a database that keeps letters in another encoding than UTF-8", async () => {
    database = await testDatabase({ encoding: "SQL_ASCII" });
    await expect(migrate(database.db)).rejects.toThrow(/The encoding of the database is SQL_ASCII/);
    expect(await isMigrated(database.db)).toBe(false);
  });

  it("give way to work of others that they would wait for, and come again", async () => {
    database = await testDatabase();
    await database.pool.query("alter table notifications drop column trace");
    await database.pool.query("alter table orders drop column trace");
    await database.pool.query("delete from kysely_migration where name = '0060_traces.sql'");
    // Like an order that is being taken and then reads what the migration has already locked: each waits for the
    // other.
    const other = await database.pool.connect();
    await other.query("set deadlock_timeout = '1h'");
    await other.query("begin");
    await other.query("lock table orders in access share mode");
    const reasons: string[] = [];
    const looks: Promise<unknown>[] = [];
    const migrating = migrate(database.db, (reason) => {
      reasons.push(reason);
      void looks[0]?.then(() => other.query("commit"));
    });
    await until(
      "the migration waits for the order",
      async () => (await lockWaits(database.pool, "orders")) === 1,
    );
    looks.push(other.query("select from notifications"));
    expect(await migrating).toEqual(["0060_traces.sql"]);
    expect(reasons[0]).toMatch(/deadlock detected|lock timeout/);
    await Promise.all(looks);
    other.release();
    expect(await isMigrated(database.db)).toBe(true);
  });

  it("a database that a later version has migrated is told as such, and left alone", async () => {
    database = await testDatabase();
    await database.pool.query(
      "insert into kysely_migration (name, timestamp) values ('9999_later.sql', now())",
    );
    await expect(migrate(database.db)).rejects.toThrow(
      /The database is newer than this program: it has the migration 9999_later\.sql/,
    );
    expect(await isMigrated(database.db)).toBe(false);
  });
});
