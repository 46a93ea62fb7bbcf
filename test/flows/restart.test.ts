import { afterAll, beforeAll, expect, it } from "vitest";
import { openHouse, patient, type House, type Json, type Shop } from "../support/shop.ts";
import { today } from "../support/today.ts";
import { until } from "../support/wait.ts";

// A house of its own: its server is killed.
let house: House;
beforeAll(async () => {
  house = await openHouse(patient);
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

const maintenance = async (shop: Shop): Promise<Json | undefined> =>
  (await shop.api("GET", "/status")).body["connection"]["maintenance"];

it("B2: a restart in the middle of maintenance changes nothing", async () => {
  const shop = await house.openShop({ mode: "assured" });
  const variation = await shop.link("8000002");
  await shop.switches({ maintenance: "html503" });
  const order = await shop.order([{ variationId: variation, quantity: 1 }]);
  await shop.order([{ variationId: variation, quantity: 1 }]);
  await until("the contract is spared", () => maintenance(shop));
  await house.server.kill();
  await house.restart();
  expect(await maintenance(shop)).toBeDefined();
  await shop.switches({ maintenance: "off" });
  await shop.waitForLink(order["id"], "registered");
  await shop.quiet(60_000);
  expect(await shop.transactions()).toHaveLength(2);
});

it("B5: a notification that came while nothing ran is made up at the next start, by a call or two", async () => {
  const shop = await house.openShop();
  const variation = await shop.link("8000001");
  await house.server.kill();
  await shop.setStock("8000001", 4, false);
  const before = (await shop.calls())["GET /stock"] ?? 0;
  await house.restart();
  await shop.waitForQuantity(variation, 4);
  expect(((await shop.calls())["GET /stock"] ?? 0) - before).toBeLessThanOrEqual(2);
  const { items } = (await shop.api("GET", `/variations/${variation}/movements`)).body;
  expect(items[0]).toMatchObject({ cause: "synced", reading: 4, quantity: 4 });
});

it("O1: dates on which the server was down are made up at its next start, each once, whatever is killed", async () => {
  const shop = await house.openShop();
  const firstDay = today();
  const variationId = await shop.link("8000002");
  const lines = [{ variationId, quantity: 1 }];
  const { body: plan } = await shop.api("POST", "/plans", {
    kind: "subscription",
    every: { unit: "week", count: 2 },
    firstOn: firstDay,
    lines,
  });
  const ordersOf = async () => (await shop.api("GET", `/plans/${plan["id"]}/orders`)).body["items"] as Json[];
  await until("its first order", async () => (await ordersOf()).length === 1);
  await house.server.kill();
  // Three dates have passed meanwhile: the plan began six weeks earlier.
  await house.database.pool.query(
    "update plans set first_on = first_on - 42, next_on = first_on - 42 where id = $1",
    [plan["id"]],
  );
  for (let kill = 0; kill < 2; kill += 1) {
    await house.restart();
    await house.server.kill();
  }
  await house.restart();
  const orders = await until("the last date is over", async () => {
    const { body } = await shop.api("GET", `/plans/${plan["id"]}`);
    return body["nextOn"] > firstDay ? await ordersOf() : null;
  });
  // Today's was placed before.
  expect(orders.map((each: Json) => each["dueOn"]).length).toBe(4);
  expect(new Set(orders.map((each: Json) => each["orderNumber"])).size).toBe(4);
});
