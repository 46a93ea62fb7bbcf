import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

describe("the top page (GET /status)", () => {
  it("counts today's orders without cancelled ones and what they come to, to the yen", async () => {
    const shop = await house.openShop({ connect: false });
    const { body: product } = await shop.api("POST", "/products", {
      name: "茶",
      price: 1_000,
      taxRate: 8,
      variations: [{ stockManaged: false }],
    });
    const line = { variationId: product["variations"][0].id, quantity: 2 };
    const today = async () => (await shop.api("GET", "/status")).body["ordersToday"];
    expect(await today()).toEqual({ count: 0, total: 0 });
    const fees = { shippingFee: 500, paymentFee: 1, coolFee: 2, wrappingFee: 3 };
    const off = { discount: 10, couponDiscount: 20, pointsUsed: 30, adjustment: -4 };
    const first = await shop.order([line, { ...line, quantity: 1 }], { ...fees, ...off });
    const second = await shop.order([line]);
    expect(await today()).toEqual({ count: 2, total: first["total"] + second["total"] });
    await shop.api("POST", `/orders/${second["id"]}/status`, { status: "cancelled" });
    expect(await today()).toEqual({ count: 1, total: 3_442 });
    // Moves it to yesterday in Japan.
    await house.database.pool.query(
      "update orders set created_at = created_at - interval '1 day' where id = $1",
      [first["id"]],
    );
    expect(await today()).toEqual({ count: 0, total: 0 });
  });

  it("counts products that wait to be read and failures that are open, and tells the speed of each sync", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.link("8000001");
    await shop.quiet();
    const status = async (): Promise<Json> => (await shop.api("GET", "/status")).body;
    expect(await status()).toMatchObject({ waitingProducts: 0, openFailures: 0, syncLatencies: [] });
    await shop.switches({ heldCalls: ["GET /stock"] });
    await shop.setStock("8000001", 7);
    // Two variations share the product, so both wait.
    await until("both wait", async () => (await status())["waitingProducts"] === 2);
    const seen = performance.now();
    await shop.switches({ heldCalls: [] });
    const heldMs = performance.now() - seen;
    await shop.waitForQuantity(variation, 7);
    await shop.setStock("8000001", 6);
    await shop.waitForQuantity(variation, 6);
    await shop.quiet();
    const { syncLatencies, syncLatencyMs } = await status();
    expect(syncLatencies).toHaveLength(2);
    expect(syncLatencies[0].milliseconds).toBeGreaterThan(heldMs - 5);
    expect(syncLatencies[1].milliseconds).toBe(syncLatencyMs["last"]);
    expect(Date.parse(syncLatencies[0].at)).toBeLessThan(Date.parse(syncLatencies[1].at));
    await shop.link("99");
    expect(await status()).toMatchObject({ openFailures: 1, waitingProducts: 0 });
  });
});
