import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "kysely";
import { openHouse, patient, type House } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse(patient);
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

/** More than the flooded one gets done while the other is served: each call of its Smaregi takes two seconds. */
const flood = { orders: 30, signals: 20_000, latencyMs: 2_000 };

describe("a flood at one merchant", () => {
  it("O1, S2: orders that wait and signals that come by the thousands delay no other merchant's", async () => {
    const flooded = await house.openShop();
    const other = await house.openShop();
    const nail = await flooded.api("POST", "/products", {
      name: "釘",
      price: 1,
      taxRate: 10,
      variations: [{ quantity: 100_000 }],
    });
    const variationId = nail.body["variations"][0].id as string;
    const tea = await other.link("8000001");
    await flooded.switches({ latencyMs: flood.latencyMs });
    await sql`
      insert into signals (merchant_id, smaregi_product_id, cause)
      select ${flooded.merchantId}::uuid, (9000000 + nth)::text, 'notification'
      from generate_series(1, ${flood.signals}::int) nth`.execute(house.database.db);
    await Promise.all(
      Array.from({ length: flood.orders }, () => flooded.order([{ variationId, quantity: 1 }])),
    );
    const waiting = async () => {
      const { body } = await flooded.api("GET", "/status");
      return { orders: body["pendingOrders"] as number, signals: body["waitingSignals"] as number };
    };
    await until("the flood is being worked off", async () => (await waiting()).orders < flood.orders);

    const order = await other.order([{ variationId: tea, quantity: 2 }]);
    await other.waitForLink(order["id"], "registered");
    await other.waitForQuantity(tea, 8);
    await other.setStock("8000001", 5);
    await other.waitForQuantity(tea, 5);
    await other.quiet();

    const left = await waiting();
    expect(left.orders).toBeGreaterThan(0);
    expect(left.signals).toBeGreaterThan(0);
  });
});
