import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageRoot } from "../../src/kit/package-root.ts";
import { environment } from "../support/server.ts";
import { openHouse, type House, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** Works on the database as a whole, while no one is connected to it. */
async function withNobodyConnected(work: (admin: Client, name: string) => Promise<void>): Promise<void> {
  const { connection } = house.database;
  const admin = new Client({ ...connection, database: "postgres" });
  await admin.connect();
  const name = connection.database;
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  await until("nobody is connected", async () => {
    const { rows } = await admin.query("select 1 from pg_stat_activity where datname = $1", [name]);
    return rows.length === 0;
  });
  await work(admin, name);
  await admin.end();
}

it("B5: a database restored from a backup finds its way back, and registers nothing twice", async () => {
  const shop = await house.openShop();
  const variation = await shop.link("8000001");
  const before = await shop.order([{ variationId: variation, quantity: 1 }]);
  await shop.waitForLink(before["id"], "registered");
  const edited = await shop.order([{ variationId: variation, quantity: 1 }]);
  await shop.waitForLink(edited["id"], "registered");
  await shop.quiet();
  // Taken down in the middle: the order is stored, but not sent yet.
  await shop.fault("POST /transactions", "timeout", 1);
  await shop.switches({ maintenance: "hang" });
  const unsent = await shop.order([{ variationId: variation, quantity: 2 }]);
  await house.server.kill();
  await house.database.pool.query(
    "update transactions set state = 'planned', registers = 0, sent_at = null, contract_id = null, store_id = null, terminal_id = null, terminal_tran_id = null, terminal_tran_at = null, transaction_uuid = null, transaction_id = null, settled_at = null, created_at = created_at - interval '1 hour' where order_id = $1",
    [unsent["id"]],
  );
  await withNobodyConnected(async (admin, name) => {
    await admin.query(`create database ${name}_backup template ${name}`);
  });
  await shop.switches({ maintenance: "off" });
  await house.control("DELETE", `/faults?contractId=${shop.contractId}`);

  // An hour of work that is not in the backup.
  await house.restart();
  await shop.waitForLink(unsent["id"], "registered");
  const lost = await shop.order([{ variationId: variation, quantity: 3 }]);
  await shop.waitForLink(lost["id"], "registered");
  const lines = [{ variationId: variation, quantity: 2 }];
  expect((await shop.api("PATCH", `/orders/${edited["id"]}`, { lines })).status).toBe(200);
  await shop.quiet();
  expect(await shop.quantity(variation)).toBe(2);
  const told = (await shop.api("GET", "/events/feed?limit=500")).body;
  await house.server.kill();
  await withNobodyConnected(async (admin, name) => {
    await admin.query(`drop database ${name}`);
    await admin.query(`alter database ${name}_backup rename to ${name}`);
  });

  const command = [join(packageRoot, "dist/src/command-line.js"), "restored", "--json"];
  const env = { ...environment(), ...house.env };
  const { stdout } = await promisify(execFile)(process.execPath, command, { env });
  expect(JSON.parse(stdout)).toEqual({ merchants: 1 });
  await house.restart();
  await shop.waitForLink(unsent["id"], "registered");
  await shop.waitForQuantity(variation, 2);
  const run = await until("it is reconciled", async () => {
    const [newest] = (await shop.api("GET", "/reconciliations")).body["items"];
    if (newest["endedAt"] === null) return null;
    return (await shop.api("GET", `/reconciliations/${newest.id}`)).body;
  });
  expect(run["differences"].filter((each: Json) => each["cause"] === "unknownTransaction")).toMatchObject([
    { note: lost["number"] },
    { note: edited["number"] },
  ]);
  // Smaregi has the edit: no request sends a second sale beside it.
  expect((await shop.api("POST", "/orders/send", { orderIds: "behind" })).body).toMatchObject({ sent: 1 });
  await until("it is told of", async () => {
    const { body } = await shop.api("GET", "/integration-log?state=open");
    return JSON.stringify(body).includes('"standsUnknown"');
  });
  const standing = (await shop.transactions()).filter(
    (each) => each["memo"] === edited["number"] && each["cancelDivision"] === "0",
  );
  expect(standing).toHaveLength(1);
  const next = await shop.order([{ variationId: variation, quantity: 1 }]);
  await shop.waitForLink(next["id"], "registered");
  expect(next["number"]).not.toBe(lost["number"]);
  const memos = (await shop.transactions()).map((each) => each["memo"]);
  const numbers = [before, edited, edited, unsent, lost, next].map((each) => each["number"]);
  expect(memos.sort()).toEqual(numbers.sort());
  await shop.quiet();
  expect(await shop.quantity(variation)).toBe(1);
  // A reader of the feed continues from its position: new events come under IDs that were never used before.
  const feed = (await shop.api("GET", `/events/feed?limit=500&since=${told["nextSince"]}`)).body;
  const had = new Set(told["items"].map(({ id }: Json) => id));
  const placed = feed["items"].filter(({ type, id }: Json) => type === "order.placed" && !had.has(id));
  expect(placed.map(({ data }: Json) => data.id)).toEqual([next["id"]]);
});
