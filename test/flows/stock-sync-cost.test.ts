import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, sparedFromTheStart, type SharedHouse } from "../support/shared-house.ts";
import { patient } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

describe("the cost of a sync, in calls", () => {
  it("a hundred notifications for one product cost two stock calls, and one more for each 0.8 seconds over which they come", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const before = (await shop.calls())["GET /stock"] ?? 0;
    await shop.setStock("8000001", 42, false);
    const notification = {
      contractId: shop.contractId,
      event: "pos:stock",
      action: "edited",
      ids: [{ id: "1", productId: "8000001", storeId: "1" }],
    };
    const begun = performance.now();
    await Promise.all(
      Array.from({ length: 100 }, () => house.control("POST", "/notifications", notification)),
    );
    // On a slow machine they arrive late; a product that was read is not read again for 0.8 seconds.
    const most = 2 + Math.floor((performance.now() - begun) / 800);
    await shop.waitForQuantity(variation, 42);
    await shop.quiet();
    expect(((await shop.calls())["GET /stock"] ?? 0) - before).toBeLessThanOrEqual(most);
  });

  it("3,000 products notified at once cost at most 5 stock calls where they changed lately", async () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => String(1_000_001 + index));
    const products = ids.map((productId) => ({ productId, productName: `商品${productId}`, price: 100 }));
    const longAgo = "2026-01-01T00:00:00+09:00";
    const stock = ids.map((productId) => ({ productId, stockAmount: 1, updDateTime: longAgo }));
    const shop = await house.openShop({ products, stock, connect: false });
    const endSparing = await sparedFromTheStart(house.database, shop);
    for (let start = 0; start < ids.length; start += 500) {
      const variations = ids.slice(start, start + 500).map((smaregiProductId) => {
        return { name: smaregiProductId, stockManaged: true, smaregiProductId };
      });
      const product = {
        name: `組 ${start}`,
        price: 100,
        taxRate: 10,
        variationPattern: "pattern1",
        variations,
      };
      expect((await shop.api("POST", "/products", product)).status).toBe(201);
    }
    await shop.api("PUT", "/connection", {
      contractId: shop.contractId,
      storeId: "1",
      terminalId: "2",
      enabled: true,
    });
    await shop.quiet();
    await endSparing();
    const before = (await shop.calls())["GET /stock"] ?? 0;
    // A thousand rows for each call, and two calls to find the end.
    expect(before).toBeLessThanOrEqual(5);

    const changes = ids.map((productId, index) => ({ productId, storeId: "1", stockAmount: index }));
    await house.control("POST", `/contracts/${shop.contractId}/stock`, { changes });
    await until("all are stored", async () => {
      const { count } = await house.database.db
        .selectFrom("variations")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("merchantId", "=", shop.merchantId)
        .whereRef("quantity", "=", (eb) =>
          eb.cast<number>(eb(eb.cast<number>("smaregiProductId", "integer"), "-", 1_000_001), "integer"),
        )
        .executeTakeFirstOrThrow();
      return count === ids.length;
    });
    expect(((await shop.calls())["GET /stock"] ?? 0) - before).toBeLessThanOrEqual(5);
  });

  it("a thousand notifications of one product each, at once, are all taken and cost a few stock calls", async () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => String(5_000_001 + index));
    const products = ids.map((productId) => ({ productId, productName: productId, price: 100 }));
    const shop = await house.openShop({ products, stock: [], connect: false });
    const endSparing = await sparedFromTheStart(house.database, shop);
    const variations = ids
      .slice(0, 500)
      .map((smaregiProductId) => ({ name: smaregiProductId, smaregiProductId }));
    const others = ids.slice(500).map((smaregiProductId) => ({ name: smaregiProductId, smaregiProductId }));
    for (const half of [variations, others]) {
      const product = { name: "組", price: 100, taxRate: 10, variationPattern: "pattern1", variations: half };
      expect((await shop.api("POST", "/products", product)).status).toBe(201);
    }
    await house.control("POST", `/contracts/${shop.contractId}/stock`, {
      changes: ids.map((productId) => ({ productId, storeId: "1", stockAmount: 1 })),
    });
    await shop.api("PUT", "/connection", { contractId: shop.contractId, storeId: "1", terminalId: "2" });
    await shop.quiet();
    await endSparing();
    const before = (await shop.calls())["GET /stock"] ?? 0;
    await house.control("POST", `/contracts/${shop.contractId}/stock`, {
      changes: ids.map((productId) => ({ productId, storeId: "1", stockAmount: 7 })),
      notify: false,
    });
    // Sent from here, without Smaregi's delay of three seconds, so that the result does not depend on how busy the machine is.
    const begun = performance.now();
    const answered = await Promise.all(
      ids.map(async (productId) => {
        const response = await fetch(`${house.server.url}/webhooks/smaregi`, {
          method: "POST",
          headers: { "content-type": "application/json", "x-test-secret": "a-secret-of-tests" },
          body: JSON.stringify({
            contractId: shop.contractId,
            event: "pos:stock",
            action: "edited",
            ids: [{ id: productId, productId, storeId: "1" }],
          }),
        });
        return response.status;
      }),
    );
    // As above: on a slow machine they arrive late, and each look at what has arrived by then is a page or two.
    const most = 12 + 2 * Math.floor((performance.now() - begun) / 800);
    expect(answered.filter((status) => status !== 200)).toEqual([]);
    await until("all are stored", async () => {
      const { count } = await house.database.db
        .selectFrom("variations")
        .select((eb) => eb.fn.countAll<number>().as("count"))
        .where("merchantId", "=", shop.merchantId)
        .where("quantity", "=", 7)
        .executeTakeFirstOrThrow();
      return count === 1_000;
    });
    expect(((await shop.calls())["GET /stock"] ?? 0) - before).toBeLessThanOrEqual(most);
  });
});
