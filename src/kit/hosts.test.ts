import { createServer, type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sql } from "kysely";
import pg from "pg";
import { testDatabase } from "../../test/support/database.ts";
import { until } from "../../test/support/wait.ts";
import { isDatabaseAway, mustTakeWrites, openDatabase, transact, type Database } from "./database.ts";
import { urlsOf } from "./hosts.ts";

describe("a URL of several hosts", () => {
  it.each([
    ["postgres://me@db/shop", ["postgres://me@db/shop"]],
    ["postgres://a:1,b:2/shop?ssl=1", ["postgres://a:1/shop?ssl=1", "postgres://b:2/shop?ssl=1"]],
    [
      "postgresql://me:a%2Cb@a,b,c:5433/shop",
      [
        "postgresql://me:a%2Cb@a:5433/shop",
        "postgresql://me:a%2Cb@b:5433/shop",
        "postgresql://me:a%2Cb@c:5433/shop",
      ],
    ],
    ["postgres://me:a,b@a,b/shop", ["postgres://me:a,b@a/shop", "postgres://me:a,b@b/shop"]],
    ["postgres://[::1]:1,[::2]:2/shop", ["postgres://[::1]:1/shop", "postgres://[::2]:2/shop"]],
    ["no url", ["no url"]],
  ])("%s", (text, each) => {
    expect(urlsOf(text)).toEqual(each);
  });
});

describe("a database that takes no writes", () => {
  const opened: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of opened.splice(0).toReversed()) await each.close();
  });
  const aDatabase = async () => {
    const database = await testDatabase();
    opened.push({ close: () => database.drop() });
    const makeReadOnly = (state: "on" | "off") =>
      database.pool.query(
        `alter database ${database.connection.database} set default_transaction_read_only = ${state}`,
      );
    return { ...database, makeReadOnly, name: database.connection.database };
  };
  const pooled = (url: string | string[]): Database => {
    const database = openDatabase(url, { max: 4, onError: () => undefined });
    opened.push(database);
    return database;
  };
  const where = async ({ db }: Database) =>
    (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name;

  it("is away, as one that can't be reached, and the pool leaves its connections by itself", async () => {
    const { url, makeReadOnly } = await aDatabase();
    const pool = pooled(url);
    const write = () =>
      transact(pool.db, (tx) => sql`update merchants set name = name where false`.execute(tx));
    await write();
    // New sessions take no writes; the session that the pool has is made read-only, too.
    await makeReadOnly("on");
    await sql`set default_transaction_read_only = on`.execute(pool.db);
    await expect(write()).rejects.toSatisfy(isDatabaseAway);
    await expect(mustTakeWrites(pool.db)).rejects.toSatisfy(isDatabaseAway);
    await makeReadOnly("off");
    await write();
    await mustTakeWrites(pool.db);
  });

  it("of several hosts the one that takes writes is found, at the start and after a change", async () => {
    const [first, second] = [await aDatabase(), await aDatabase()];
    const gone = "postgres://musubi@127.0.0.1:9/gone";
    await first.makeReadOnly("on");
    // One server, and two of its databases in place of two hosts: each with its own URL.
    const database = pooled([gone, first.url, second.url]);
    expect(await where(database)).toBe(second.name);
    await first.makeReadOnly("off");
    expect(await where(database)).toBe(second.name);
    await second.makeReadOnly("on");
    await sql`set default_transaction_read_only = on`.execute(database.db);
    await expect(mustTakeWrites(database.db)).rejects.toBeInstanceOf(pg.DatabaseError);
    await until("the first is taken", async () => (await where(database)) === first.name);
  });
});

/** A message of PostgreSQL's protocol. */
const message = (type: string, body: string | Buffer): Buffer => {
  const given = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(given.length + 4, 1);
  return Buffer.concat([head, given]);
};
const ready = message("Z", "I");
const refusal = "SFATAL\0VFATAL\0C08P01\0Mserver login has been failing\0\0";

it.each([
  ["says that it has none", Buffer.concat([message("E", refusal), ready])],
  ["says nothing", null],
])(
  "a pooler with no database behind it, which takes everybody in and %s, is left for the next host",
  async (_, answer) => {
    let asked = 0;
    const pooler = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        socket.write(Buffer.concat([message("R", Buffer.alloc(4)), ready]));
        socket.on("data", () => {
          asked += 1;
          if (answer !== null) socket.write(answer);
        });
      });
    });
    await new Promise<void>((done) => pooler.listen(0, "127.0.0.1", done));
    const { port } = pooler.address() as AddressInfo;
    const behind = await testDatabase();
    const database = openDatabase([`postgres://musubi@127.0.0.1:${port}/shop`, behind.url], {
      max: 2,
      onError: () => undefined,
    });
    try {
      const name = async () =>
        (await sql<{ name: string }>`select current_database() as name`.execute(database.db)).rows[0]?.name;
      expect(await name()).toBe(behind.connection.database);
      const before = asked;
      expect(before).toBeGreaterThan(0);
      await Promise.all([name(), name(), name()]);
      expect(asked).toBe(before);
    } finally {
      await database.close();
      await behind.drop();
      pooler.close();
    }
  },
);

it("a database that takes a connection and ends in the same breath fails who asked, and nobody else", async () => {
  const message = (kind: string, ...parts: Buffer[]) => {
    const body = Buffer.concat(parts);
    const head = Buffer.alloc(5, kind, "latin1");
    head.writeUInt32BE(body.length + 4, 1);
    return Buffer.concat([head, body]);
  };
  const fatal = ["SFATAL", "C57P01", "Mterminating connection", ""].map((text) => Buffer.from(`${text}\0`));
  const said = [message("R", Buffer.alloc(4)), message("Z", Buffer.from("I")), message("E", ...fatal)];
  const server = createServer((socket) => {
    // The other side may be gone after the connection's first message.
    socket.on("error", () => undefined);
    socket.once("data", () => socket.end(Buffer.concat(said)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const database = openDatabase(`postgres://musubi@127.0.0.1:${port}/shop`, {
    max: 1,
    onError: () => undefined,
  });
  await expect(sql`select 1`.execute(database.db)).rejects.toSatisfy(isDatabaseAway);
  await database.close();
  await new Promise((done) => server.close(done));
});
