import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer } from "../support/server.ts";
import { openHouse, type House } from "../support/shop.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse({ ROLE: "web" });
});
afterAll(() => house.close());

describe("several processes on one database", () => {
  it("a web server takes orders, workers send them; one killed in the middle loses and doubles nothing", async () => {
    const shop = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 500 }], connect: true });
    const workers = await Promise.all([1, 2].map(() => startServer({ ...house.env, ROLE: "worker" })));
    const variation = await shop.link("8000001");
    await shop.switches({ latencyMs: 20 });
    const ordering = Promise.all(
      Array.from({ length: 80 }, () => shop.order([{ variationId: variation, quantity: 1 }])),
    );
    await workers[0]?.kill();
    const placed = await ordering;
    // The killed one may have held the merchant: the other takes over at its next wake, at the latest in a minute.
    await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.quiet(75_000);
    const transactions = await shop.transactions();
    const numbers = transactions.map((each) => each["memo"]);
    expect(new Set(numbers).size).toBe(numbers.length);
    const failed = (await shop.api("GET", "/integration-log?state=open&limit=200")).body["items"].length;
    expect(numbers.length + failed).toBe(placed.length + 1);
    expect(await shop.quantity(variation)).toBe((await shop.stock()).get("8000001"));
    await workers[1]?.stop();
  }, 120_000);
});
