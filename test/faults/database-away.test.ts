import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { openHouse, type House, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
let admin: Client;
beforeAll(async () => {
  house = await openHouse();
  admin = new Client({ ...house.database.connection, database: "postgres" });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await house.close();
});

/**
 * Cuts every connection of the server, and refuses new ones for a while; returns the result of what was done
 * meanwhile.
 */
async function takeDatabaseAway<Done>(forMs: number, meanwhile: () => Promise<Done>): Promise<Done> {
  const { database } = house.database.connection;
  await admin.query(`alter database ${database} allow_connections false`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [database]);
  const done = await meanwhile();
  await delay(forMs);
  await admin.query(`alter database ${database} allow_connections true`);
  return done;
}

// First: according to the metrics, no registration has ended in this house yet.
it("B3: an order that waited to be sent, and was given up and cancelled meanwhile, is not sent late", async () => {
  const shop = await house.openShop();
  const variation = await shop.link("8000001");
  // Another process uses up the rate of Smaregi calls: a registration waits for its turn until that is done.
  const other = new Client(house.database.connection);
  await other.connect();
  onTestFinished(() => other.end());
  await other.query("begin");
  await other.query(
    `insert into smaregi_pace (contract_id, kind, next_at) values ($1, 'write', clock_timestamp())
     on conflict (contract_id, kind) do update set next_at = excluded.next_at`,
    [shop.contractId],
  );
  const order = await shop.order([{ variationId: variation, quantity: 1 }]);
  const stateOf = async (id: string) => {
    const { rows } = await house.database.pool.query("select state from transactions where order_id = $1", [
      id,
    ]);
    return rows[0]?.state as string;
  };
  await until("it is about to be sent", async () => (await stateOf(order["id"])) === "sending");
  // Its lock ends with its connection; another process, woken by a save, takes it for interrupted, checks it, and
  // gives it up.
  await house.database.pool.query(
    `select pg_terminate_backend(pid) from (
       select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and a.datname = current_database()) holder`,
  );
  await shop.api("PUT", "/connection", { contractId: shop.contractId, storeId: "1", terminalId: "2" });
  await shop.waitForLink(order["id"], "failed");
  const cancelled = await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
  expect(cancelled.status).toBe(200);
  await other.query("commit");
  await until("its place in the pace has come", async () => {
    const metrics = await (await fetch(`${house.server.health}/metrics`)).text();
    return /call_seconds_count\{call="register",outcome="\w+"\} 1/.test(metrics);
  });
  await shop.quiet();
  expect(await shop.transactions()).toEqual([]);
  await shop.waitForQuantity(variation, 10);
});

describe("the database is away for a moment", () => {
  it("the process lives on, and what was under way comes to its end", async () => {
    // In standard mode, an order whose sending was cut off before the call went out shows as failed.
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    await shop.switches({ latencyMs: 600 });
    const orders = await Promise.all(
      Array.from({ length: 4 }, () => shop.order([{ variationId: variation, quantity: 1 }])),
    );
    await until("an order is being sent", async () => {
      const { rows } = await sql`select from transactions where state = 'sending'`.execute(house.database.db);
      return rows.length > 0;
    });
    // The calls to Smaregi end, and so do their jobs, while nothing can be written.
    const answer = await takeDatabaseAway(1_500, () => shop.api("GET", "/orders"));
    expect(answer).toMatchObject({ status: 503, body: { code: "not_ready", status: 503 } });
    expect(house.server.process.exitCode).toBe(null);
    await shop.switches({ latencyMs: 0 });
    // A later order wakes the sender.
    await until("an order is taken", async () => await shop.order([{ variationId: variation, quantity: 1 }]));
    await shop.quiet();
    expect(house.server.process.exitCode).toBe(null);
    for (const { number } of orders) {
      const standing = (await shop.transactions()).filter((each) => each["memo"] === number);
      expect(standing.length).toBe(1);
    }
    expect(await shop.quantity(variation)).toBe((await shop.stock()).get("8000001"));
    const broken = house.server
      .log()
      .split("\n")
      .filter((line) => line.includes("a database connection broke"));
    expect(broken.length).toBeGreaterThan(0);
    for (const line of broken) expect(Object.keys(JSON.parse(line).err)).not.toContain("client");
  });
});

describe("the database is there, and can't do it now", () => {
  /** Sends an order as a caller does; returns the answer. */
  async function send(shop: Shop, variationId: string, key: string) {
    const response = await fetch(`${house.server.url}/api/v1/orders`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${shop.apiKey}`,
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify({ kind: "normal", lines: [{ variationId, quantity: 1 }] }),
    });
    const { code } = (await response.json()) as { code?: string };
    return [response.status, code ?? null, response.headers.get("retry-after")];
  }
  const now = [503, "not_ready", "3"];
  const taken = [201, null, null];

  it("a table is locked for longer than the database lets wait: 503 with Retry-After, and taken afterwards", async () => {
    const shop = await house.openShop();
    const variationId = await shop.link("8000001");
    const { pool, connection } = house.database;
    const letWait = async (words: string) => {
      await admin.query(`alter database ${connection.database} ${words}`);
      await takeDatabaseAway(0, async () => undefined);
    };
    await letWait("set lock_timeout = '50ms'");
    const migration = new Client({ ...connection });
    await migration.connect();
    await migration.query("begin; lock table orders in access exclusive mode");
    expect(await send(shop, variationId, "locked")).toEqual(now);
    await migration.query("commit");
    await migration.end();
    expect(await send(shop, variationId, "locked")).toEqual(taken);
    await letWait("reset lock_timeout");
    await pool.query("select");
  });

  it("nothing is answered: /readyz says so soon, and does not wait with it", async () => {
    const holder = await house.database.pool.connect();
    await holder.query("begin; lock table merchants in access exclusive mode");
    for (const url of [house.server.url, house.server.health])
      expect((await fetch(`${url}/readyz`)).status).toBe(503);
    await holder.query("rollback");
    holder.release();
    await until("it answers again", async () => (await fetch(`${house.server.url}/readyz`)).status === 200);
  });

  it("its version is a later one: 503 with Retry-After, and no row of a file is refused for its sake", async () => {
    const shop = await house.openShop();
    const variationId = await shop.link("8000001");
    const { pool } = house.database;
    // What a later version would fill.
    for (const table of ["orders", "products"])
      await pool.query(
        `alter table ${table} add column later int not null default 0; alter table ${table} alter column later drop default`,
      );
    await pool.query(
      "insert into kysely_migration (name, timestamp) values ('9999_later.sql', '2999-01-01')",
    );
    const file = shop.csv("register", "商品名,販売価格\n更新中の品,100\n");
    expect(await send(shop, variationId, "later")).toEqual(now);
    await until("the file's rows were tried", async () => {
      const metrics = await (await fetch(`${house.server.health}/metrics`)).text();
      return metrics.includes('musubi_work_failures_total{task="runBulkJobs"}');
    });
    for (const table of ["orders", "products"]) await pool.query(`alter table ${table} drop column later`);
    await pool.query("delete from kysely_migration where name = '9999_later.sql'");
    expect(await send(shop, variationId, "later")).toEqual(taken);
    expect((await file).body).toMatchObject({ done: 1, failed: 0 });
  });
});
