import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

describe.concurrent("在庫同期", () => {
  it("C4, S2: a sale at the till becomes the shop's quantity, asked of Smaregi and never taken from the notification", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    expect(await shop.quantity(variation)).toBe(10);
    await shop.sell([{ productId: "8000001", quantity: 3 }]);
    await shop.waitForQuantity(variation, 7);
    // A notification without a stock change changes nothing.
    await house.control("POST", "/notifications", {
      contractId: shop.contractId,
      event: "pos:stock",
      action: "edited",
      ids: [{ id: "1", productId: "8000001", storeId: "1", stockAmount: "999" }],
    });
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(7);
  });

  it("U6, S1: a linked product counts as 0 until its first sync, which registering it asks for", async () => {
    const shop = await house.openShop();
    await shop.fault("GET /stock", "timeout");
    const { body } = await shop.api("POST", "/products", {
      name: "珈琲",
      price: 1000,
      taxRate: 8,
      variations: [{ stockManaged: true, smaregiProductId: "8000001" }],
    });
    const [variation] = body["variations"];
    expect(variation).toMatchObject({ quantity: 0, synced: true, sync: { state: "waiting" } });
    const refused = await shop.api("POST", "/orders", {
      kind: "normal",
      lines: [{ variationId: variation.id, quantity: 1 }],
    });
    expect(refused).toMatchObject({ status: 409, body: { code: "out_of_stock" } });
  });

  it("S3, S7: every variation with the ID is updated, each with its own line of history", async () => {
    const shop = await house.openShop();
    const one = await shop.link("8000001");
    const { body: two } = await shop.api("POST", "/products", {
      name: "Tシャツ",
      price: 3300,
      taxRate: 10,
      variationPattern: "pattern1",
      variations: [
        { name: "S", stockManaged: true, smaregiProductId: "8000001" },
        { name: "M", stockManaged: true, smaregiProductId: "8000002" },
        { name: "手売り", stockManaged: true, quantity: 4 },
      ],
    });
    await shop.quiet();
    await shop.setStock("8000001", 25);
    await shop.waitForQuantity(one, 25);
    await shop.waitForQuantity(two["variations"][0].id, 25);
    expect(await shop.quantity(two["variations"][2].id)).toBe(4);
    const { body: history } = await shop.api("GET", `/products/${two["id"]}/history`);
    expect(history["items"][0]).toMatchObject({
      event: "synced",
      variationName: "S",
      quantity: 25,
      actor: "smaregi",
    });
    expect(history["items"].filter((entry: Json) => entry["event"] === "synced")).toHaveLength(3);
  });

  it.each([
    [-1, 0],
    [1_000_000, 999_999],
    [999_999, 999_999],
  ])("S4: Smaregi's %i is stored as %i", async (amount, stored) => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.setStock("8000001", amount);
    await shop.waitForQuantity(variation, stored);
    const { body } = await shop.api("GET", `/variations/${variation}/movements`);
    const [newest] = body["items"];
    expect(newest).toMatchObject({ cause: "synced", reading: amount, quantity: stored });
    // B6: at its own time this movement is the newest.
    const then = await shop.api("GET", `/variations/${variation}/movements?at=${newest.at}`);
    expect(then.body["items"][0]).toEqual(newest);
  });

  it("S5, F1: a product that Smaregi does not have becomes 0 and stands in the log; a failed sync writes no history", async () => {
    const shop = await house.openShop();
    const { body: product } = await shop.api("POST", "/products", {
      name: "まぼろし",
      price: 1000,
      taxRate: 10,
      variations: [{ stockManaged: true, quantity: 5 }],
    });
    const [variation] = product["variations"];
    await shop.api("PATCH", `/products/${product["id"]}`, {
      variations: [{ id: variation.id, smaregiProductId: "999" }],
    });
    await shop.quiet();
    expect(await shop.quantity(variation.id)).toBe(0);
    const { body: log } = await shop.api("GET", "/integration-log?state=open");
    expect(log["items"][0]).toMatchObject({
      call: "stockList",
      smaregiProductId: "999",
      systemProductNumber: variation.systemProductNumber,
      status: 404,
    });
    const { body: history } = await shop.api("GET", `/products/${product["id"]}/history`);
    expect(history["items"].map((entry: Json) => entry["event"])).not.toContain("syncFailed");
    const { body: shown } = await shop.api("GET", `/products/${product["id"]}`);
    expect(shown["variations"][0].sync).toMatchObject({ state: "failed" });
  });

  it("§3.1: a product that never moved has no row at Smaregi: a good 0, and no failure", async () => {
    const shop = await house.openShop({ stock: [] });
    const variation = await shop.link("8000001");
    expect(await shop.quantity(variation)).toBe(0);
    expect((await shop.api("GET", "/integration-log")).body["items"]).toEqual([]);
  });

  it("S6, F3: any other failure keeps the quantity, is logged, and is not repeated in the standard mode", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const before = (await shop.calls())["GET /stock"] ?? 0;
    await shop.fault("GET /stock", "status500");
    await shop.setStock("8000001", 3);
    await until("the failure stands in the log", async () => {
      return (await shop.api("GET", "/integration-log?state=open")).body["items"][0];
    });
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(10);
    expect((await shop.calls())["GET /stock"]).toBe(before + 1);
    // The next successful sync closes the entry.
    await shop.setStock("8000001", 4);
    await shop.waitForQuantity(variation, 4);
    expect((await shop.api("GET", "/status")).body["latestFailure"]).toBeNull();
  });

  it("C3, C5, S2: nothing is read while the switch is off, for another store, an unmanaged or an unknown product", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.link("8000002", { variations: [{ stockManaged: false, smaregiProductId: "8000002" }] });
    const before = (await shop.calls())["GET /stock"];
    const tell = (ids: Json[]) =>
      house.control("POST", "/notifications", {
        contractId: shop.contractId,
        event: "pos:stock",
        action: "edited",
        ids,
      });
    expect(await tell([{ id: "1", productId: "8000001", storeId: "2" }])).toEqual({ status: 200 });
    expect(await tell([{ id: "2", productId: "8000002", storeId: "1" }])).toEqual({ status: 200 });
    expect(await tell([{ id: "3", productId: "77", storeId: "1" }])).toEqual({ status: 200 });
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await shop.api("PUT", "/connection", { ...place, enabled: false });
    await shop.setStock("8000001", 1);
    await shop.quiet();
    expect((await shop.calls())["GET /stock"]).toBe(before);
    expect(await shop.quantity(variation)).toBe(10);
    // Switching it on again reads what was missed.
    await shop.api("PUT", "/connection", { ...place, enabled: true });
    await shop.waitForQuantity(variation, 1);
  });

  it("a wrong secret is 401, a body that is not Smaregi's 400, an unknown contract 200", async () => {
    const post = (body: string, secret = "a-secret-of-tests") =>
      fetch(`${house.server.url}/webhooks/smaregi`, {
        method: "POST",
        body,
        headers: { "x-test-secret": secret },
      });
    const good = { contractId: "nobody", event: "pos:stock", action: "edited", ids: [] };
    expect((await post(JSON.stringify(good), "wrong")).status).toBe(401);
    expect((await fetch(`${house.server.url}/webhooks/smaregi`, { method: "POST", body: "{}" })).status).toBe(
      401,
    );
    expect((await post("{")).status).toBe(400);
    expect((await post('{"contractId":"x"}')).status).toBe(400);
    expect((await post('["pos:stock"]')).status).toBe(400);
    const unknown = await post(JSON.stringify(good));
    expect([unknown.status, await unknown.text()]).toEqual([200, ""]);
    expect(
      (await post('{"contractId":"x","event":"pos:products","action":"created","productIds":["1"]}')).status,
    ).toBe(200);
  });

  it("P5: a notification with an odd entry is taken, and what it says of our stock is read all the same", async () => {
    const shop = await house.openShop();
    const [one, two, three] = [
      await shop.link("8000001"),
      await shop.link("8000002"),
      await shop.link("8000003"),
    ];
    const tell = async (ids: unknown) => {
      const body = { contractId: shop.contractId, event: "pos:stock", action: "edited", ids };
      expect(await house.control("POST", "/notifications", body as Json)).toEqual({ status: 200 });
    };
    for (const [nth, product] of ["8000001", "8000002", "8000003"].entries()) {
      await shop.setStock(product, 21 + nth, false);
    }
    // A number as an ID, an ID with a blank and no store, and an entry without its product: all start a look for changes.
    await tell([
      { id: "101", productId: null, storeId: "1" },
      { id: 102, productId: 8_000_001, storeId: 1 },
      { id: "103", productId: " 8000002" },
    ]);
    await shop.waitForQuantity(one, 21);
    await shop.waitForQuantity(two, 22);
    await shop.waitForQuantity(three, 23);
    await shop.setStock("8000003", 5, false);
    await tell("all");
    await shop.waitForQuantity(three, 5);
  });

  it("doubled, reordered and single notifications come to the same quantity", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.switches({ duplicateNotifications: 2, reorderNotificationsMs: 300, notificationPerId: true });
    for (let sale = 0; sale < 8; sale += 1) await shop.sell([{ productId: "8000001", quantity: 1 }]);
    await shop.waitForQuantity(variation, 2);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(2);
  });
});
