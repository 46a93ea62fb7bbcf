import { afterAll, beforeAll, expect, it } from "vitest";
import { openHouse, type House } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

it("B3: an order that waited to be sent, and was given up and cancelled meanwhile, is not sent late", async () => {
  const shop = await house.openShop();
  const variation = await shop.link("8000001");
  // Smaregi has asked for fewer calls, as another process has noted: what is to be registered waits for its place.
  await house.database.pool.query(
    `insert into smaregi_pace (contract_id, kind, next_at) values ($1, 'write', clock_timestamp() + interval '6 seconds')
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
  // Its lock goes with its connection; another, woken by a save, takes it for cut short, looks, and gives it up.
  await house.database.pool.query(
    `select pg_terminate_backend(pid) from (
       select distinct l.pid from pg_locks l join pg_stat_activity a on a.pid = l.pid
       where l.locktype = 'advisory' and a.datname = current_database()) holder`,
  );
  await shop.api("PUT", "/connection", { contractId: shop.contractId, storeId: "1", terminalId: "2" });
  await shop.waitForLink(order["id"], "failed");
  const cancelled = await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
  expect(cancelled.status).toBe(200);
  await until("its place in the pace has come", async () => {
    const metrics = await (await fetch(`${house.server.health}/metrics`)).text();
    return /call_seconds_count\{call="register",outcome="\w+"\} 1/.test(metrics);
  });
  await shop.quiet();
  expect(await shop.transactions()).toEqual([]);
  await shop.waitForQuantity(variation, 10);
}, 60_000);
