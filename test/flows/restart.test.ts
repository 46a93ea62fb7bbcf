import { afterAll, beforeAll, expect, it } from "vitest";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";
import { sparedBySweep } from "../support/shared-house.ts";
import { today } from "../support/today.ts";
import { until } from "../support/wait.ts";

/*
 * A server is killed while three shops are in the middle of something. Things happen while nothing runs. The next start is killed as
 * well, and the one after it stays. Each rule is tested in a shop of its own.
 */
let house: House;
let inMaintenance: { shop: Shop; order: Json };
let notified: { shop: Shop; variation: string; readings: number };
let planned: { shop: Shop; plan: Json; firstDay: string };
beforeAll(async () => {
  house = await openHouse(patient);
  inMaintenance = await orderInMaintenance();
  const shop = await house.openShop();
  notified = { shop, variation: await shop.link("8000001"), readings: 0 };
  planned = await makePlan();
  await house.server.kill();
  // Three dates have passed meanwhile, because the plan began six weeks earlier.
  await house.database.pool.query(
    "update plans set first_on = first_on - 42, next_on = first_on - 42 where id = $1",
    [planned.plan["id"]],
  );
  await house.restart();
  await house.server.kill();
  // How much of the shop's changes that start read depends on the machine; we treat them as read.
  await sparedBySweep(house.database, shop);
  await house.database.pool.query("delete from signals where merchant_id = $1", [shop.merchantId]);
  for (const settled of [
    "delete from graphile_worker._private_jobs where payload->>'merchantId' = $1",
    // The 差異チェック after its connection reads the stock, too.
    "update reconciliations set state = 'done' where merchant_id::text = $1",
    "update connections set compare_asked = null where merchant_id::text = $1",
  ])
    await house.database.pool.query(settled, [shop.merchantId]);
  await shop.setStock("8000001", 4, false);
  notified.readings = await readings(shop);
  await house.restart();
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

const maintenance = async (shop: Shop): Promise<Json | undefined> =>
  (await shop.api("GET", "/status")).body["connection"]["maintenance"];

/** Makes an order that waits for the end of Smaregi's maintenance. */
async function orderInMaintenance(): Promise<typeof inMaintenance> {
  const shop = await house.openShop({ mode: "assured" });
  const variation = await shop.link("8000002");
  await shop.switches({ maintenance: "html503" });
  const order = await shop.order([{ variationId: variation, quantity: 1 }]);
  await shop.order([{ variationId: variation, quantity: 1 }]);
  await until("the contract is spared", () => maintenance(shop));
  return { shop, order };
}

const readings = async (shop: Shop): Promise<number> => (await shop.calls())["GET /stock"] ?? 0;

/** Makes a plan that has placed its first order, for today. */
async function makePlan(): Promise<typeof planned> {
  const shop = await house.openShop();
  const firstDay = today();
  const { body: plan } = await shop.api("POST", "/plans", {
    kind: "subscription",
    every: { unit: "week", count: 2 },
    firstOn: firstDay,
    lines: [{ variationId: await shop.link("8000002"), quantity: 1 }],
  });
  await until("its first order", async () => (await ordersOf({ shop, plan })).length === 1);
  return { shop, plan, firstDay };
}

const ordersOf = async ({ shop, plan }: { shop: Shop; plan: Json }): Promise<Json[]> =>
  (await shop.api("GET", `/plans/${plan["id"]}/orders`)).body["items"];

// This test is first, because the sweep of each minute reads, too.
it("B5: a notification that came while nothing ran is made up at the next start, by a call or two", async () => {
  const { shop, variation, readings: before } = notified;
  await shop.waitForQuantity(variation, 4);
  expect((await readings(shop)) - before).toBeLessThanOrEqual(2);
  const { items } = (await shop.api("GET", `/variations/${variation}/movements`)).body;
  expect(items[0]).toMatchObject({ cause: "synced", reading: 4, quantity: 4 });
});

it("B2: a restart in the middle of maintenance changes nothing", async () => {
  const { shop, order } = inMaintenance;
  expect(await maintenance(shop)).toBeDefined();
  await shop.endMaintenance();
  await shop.waitForLink(order["id"], "registered");
  await shop.quiet();
  expect(await shop.transactions()).toHaveLength(2);
});

it("O1: dates on which the server was down are made up at its next start, each once, whatever is killed", async () => {
  const { shop, plan, firstDay } = planned;
  const orders = await until("the last date is over", async () => {
    const { body } = await shop.api("GET", `/plans/${plan["id"]}`);
    return body["nextOn"] > firstDay ? await ordersOf(planned) : null;
  });
  // Today's order was placed before.
  expect(orders.map((each: Json) => each["dueOn"]).length).toBe(4);
  expect(new Set(orders.map((each: Json) => each["orderNumber"])).size).toBe(4);
});
