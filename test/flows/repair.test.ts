import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, unhurried, type House, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: House;
beforeAll(async () => {
  house = await openHouse(unhurried);
});
afterAll(async () => {
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
});

const open = async (shop: Shop): Promise<Json[]> =>
  (await shop.api("GET", "/integration-log?state=open")).body["items"];
const again = (shop: Shop, id: string) => shop.api("POST", `/integration-log/${id}/retry`);
const settled = (shop: Shop) => until("nothing is open", async () => (await open(shop)).length === 0);
const standing = async (shop: Shop): Promise<Json[]> =>
  (await shop.transactions()).filter((each) => each["cancelDivision"] === "0");

async function failedOrder(
  shop: Shop,
  quantity = 2,
): Promise<{ variation: string; order: Json; entry: Json }> {
  const variation = await shop.link("8000001");
  await shop.fault("POST /transactions", "status400");
  const order = await shop.order([{ variationId: variation, quantity }]);
  await shop.waitForLink(order["id"], "failed");
  await shop.quiet();
  const [entry] = await open(shop);
  if (entry === undefined) throw new Error("Nothing stands in the log");
  return { variation, order, entry };
}

describe.concurrent("B4: sending again", () => {
  it("a failed registration is registered once, however often and by how many it is pressed", async () => {
    const shop = await house.openShop();
    const { variation, order, entry } = await failedOrder(shop);
    expect(entry["sendAgain"]).toContain("登録されていなければ登録します");
    const replies = await Promise.all(Array.from({ length: 5 }, () => again(shop, entry["id"])));
    expect(replies.map((reply) => reply.status).every((status) => status === 202 || status === 409)).toBe(
      true,
    );
    await shop.waitForLink(order["id"], "registered");
    await settled(shop);
    expect(await shop.transactions()).toHaveLength(1);
    expect((await again(shop, entry["id"])).body["code"]).toBe("log_entry_closed");
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(8);
    const { items } = (await shop.api("GET", `/orders/${order["id"]}/log`)).body;
    expect(items.map((each: Json) => each["event"])).toEqual(
      expect.arrayContaining(["registrationFailed", "sendingAgain", "transactionRegistered"]),
    );
    expect((await shop.api("GET", "/integration-log")).body["items"][0]).toMatchObject({ state: "repaired" });
    expect((await shop.api("GET", "/status")).body["latestFailure"]).toBeNull();
  });

  it("W6: a payment method that Smaregi does not have is a failure, called once; sent again it is told as it is mapped then", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const map = async (items: object[]) => {
      const saved = await shop.api("PUT", "/connection/payment-methods", { items });
      expect([saved.status, (await shop.api("GET", "/connection/payment-methods")).body]).toEqual([
        200,
        { items },
      ]);
    };
    expect((await shop.api("GET", "/connection/payment-methods")).body).toEqual({ items: [] });
    await map([{ name: "代金引換", smaregi: "9" }]);
    const customer = { name: "山田 花", paymentMethod: "代金引換" };
    const order = await shop.order([{ variationId: variation, quantity: 1 }], { customer });
    await shop.waitForLink(order["id"], "failed");
    await shop.quiet();
    expect((await shop.calls())["POST /transactions"]).toBe(1);
    const [entry] = await open(shop);
    expect(entry).toMatchObject({ status: 400, reason: expect.stringContaining("支払方法が見つかりません") });
    await map([{ name: "代金引換", smaregi: "cash" }]);
    await again(shop, entry?.["id"]);
    await shop.waitForLink(order["id"], "registered");
    const total = String(order["total"]);
    expect(await standing(shop)).toMatchObject([
      { total, deposit: total, depositCash: total, depositCredit: "0" },
    ]);
    await map([]);
    const plain = await shop.order([{ variationId: variation, quantity: 1 }], { customer });
    await shop.waitForLink(plain["id"], "registered");
    expect((await standing(shop)).at(-1)).toMatchObject({ depositCash: "0", depositCredit: total });
    const items = [{ name: "代金引換", smaregi: "7" }];
    const madeFor = { contractId: shop.contractId, storeId: "9" };
    expect(await shop.api("PUT", "/connection/payment-methods", { items, madeFor })).toMatchObject({
      status: 409,
      body: { code: "connection_changed" },
    });
    expect((await shop.api("GET", "/connection/payment-methods")).body).toEqual({ items: [] });
    const ofThis = { items, madeFor: { ...madeFor, storeId: "1" } };
    expect((await shop.api("PUT", "/connection/payment-methods", ofThis)).status).toBe(200);
    const wrong = { items: [{ name: "代金引換", smaregi: "visa" }] };
    expect((await shop.api("PUT", "/connection/payment-methods", wrong)).status).toBe(422);
  });

  it("W6, C3: Smaregi's payment methods are asked for at a press, also while the switch is off; why they can't be read is said", async () => {
    const shop = await house.openShop({ connect: false });
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await shop.api("PUT", "/connection", { ...place, enabled: false, mode: "standard" });
    const asked = "GET /stores/{id}/payment_methods";
    expect((await shop.calls())[asked]).toBeUndefined();
    const choices = () => shop.api("GET", "/connection/payment-methods/choices");
    expect(await choices()).toEqual({
      status: 200,
      body: { items: [{ id: "7", name: "代金引換" }], unread: null },
    });
    expect((await shop.calls())[asked]).toBeGreaterThan(0);
    await shop.fault(asked, "status400");
    expect(await choices()).toMatchObject({
      status: 200,
      body: { items: [], unread: { detail: expect.stringMatching(/./) } },
    });
  });

  it("what is still looked for is sent where it is not there, in the standard mode too", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status500");
    // The look fails before 送り直す, and again after it.
    await shop.fault("GET /transactions", "status500", 2);
    const { id } = await shop.order([{ variationId: variation, quantity: 2 }]);
    const entry = await until("the look has failed", async () => (await open(shop))[0]);
    expect(entry).toMatchObject({ call: "transactionRegister", goesOn: true });
    expect((await again(shop, entry["id"])).status).toBe(202);
    await shop.waitForLink(id, "registered");
    await settled(shop);
    expect(await shop.transactions()).toHaveLength(1);
    expect((await shop.api("GET", "/integration-log")).body["items"]).toMatchObject([{ state: "repaired" }]);
    const { items } = (await shop.api("GET", `/orders/${id}/log`)).body;
    expect(items.filter((each: Json) => each["event"] === "sendingAgain")).toHaveLength(1);
  });

  it("what was registered after all is found, and not registered twice", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    // It arrives, but its answer does not; the look afterwards gets an empty list.
    await shop.fault("POST /transactions", "commitThenReset");
    await shop.fault("GET /transactions", "status400", 2);
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    const entry = await until("it stands in the log", async () => (await open(shop))[0]);
    expect((await again(shop, entry["id"])).status).toBe(202);
    await shop.waitForLink(order["id"], "registered");
    await settled(shop);
    expect(await shop.transactions()).toHaveLength(1);
  });

  it("F1: a second failure is a further attempt of the same entry", async () => {
    const shop = await house.openShop();
    const { order, entry } = await failedOrder(shop);
    await shop.fault("POST /transactions", "status400");
    await again(shop, entry["id"]);
    const next: Json = await until("it failed again", async () =>
      (await open(shop)).find((each) => each["attempts"]?.length === 2),
    );
    expect(next).toMatchObject({ id: entry["id"], at: entry["at"] });
    expect(await open(shop)).toHaveLength(1);
    await again(shop, next["id"]);
    await shop.waitForLink(order["id"], "registered");
    await settled(shop);
    expect(await standing(shop)).toHaveLength(1);
  });

  it("a failed cancellation is cancelled, and the edited order registered after it", async () => {
    const shop = await house.openShop();
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    await shop.fault("POST /transactions/{id}/cancel", "status400");
    await shop.api("PATCH", `/orders/${order["id"]}`, { lines: [{ variationId: variation, quantity: 3 }] });
    await shop.waitForLink(order["id"], "failed");
    await shop.quiet();
    const entries = await open(shop);
    expect(entries.map((each) => each["call"])).toEqual(["transactionCancel"]);
    const { link } = (await shop.api("GET", `/orders/${order["id"]}`)).body;
    expect(link).toMatchObject({ why: "cancelRefused", goesOn: false });
    await again(shop, entries[0]?.["id"]);
    await shop.waitForLink(order["id"], "registered");
    await settled(shop);
    const stands = await standing(shop);
    expect(stands).toHaveLength(1);
    expect(stands[0]?.["details"]).toMatchObject([{ quantity: "3" }]);
    await shop.quiet();
    expect(await shop.quantity(variation)).toBe(7);
    expect((await shop.stock()).get("8000001")).toBe(7);
  });

  it("a cancelled order has nothing left to send; its failure is closed with it", async () => {
    const shop = await house.openShop();
    const { order, entry } = await failedOrder(shop);
    await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["link"]).toEqual({
      state: "cancelled",
      next: [],
    });
    expect(await open(shop)).toEqual([]);
    expect((await again(shop, entry["id"])).status).toBe(409);
    await shop.quiet();
    expect(await shop.transactions()).toEqual([]);
  });

  it("an order edited since is registered as it is now; the old failure is repaired by it", async () => {
    const shop = await house.openShop();
    const { variation, order } = await failedOrder(shop);
    await shop.api("PATCH", `/orders/${order["id"]}`, { lines: [{ variationId: variation, quantity: 1 }] });
    await shop.waitForLink(order["id"], "registered");
    await settled(shop);
    expect(await standing(shop)).toHaveLength(1);
  });

  it("a failed reading is read again", async () => {
    const shop = await house.openShop();
    await shop.fault("GET /stock", "status400");
    const variation = await shop.link("8000001");
    const [entry] = await open(shop);
    expect(entry).toMatchObject({
      call: "stockList",
      sendAgain: expect.stringContaining("在庫数をもう一度取得"),
    });
    expect((await again(shop, entry?.["id"])).status).toBe(202);
    await shop.waitForQuantity(variation, 10);
    await settled(shop);
  });

  it("another merchant's entry is as unknown as none", async () => {
    const shop = await house.openShop();
    const stranger = await house.openShop();
    const { entry } = await failedOrder(shop);
    expect((await again(stranger, entry["id"])).status).toBe(404);
    expect((await again(shop, "0")).status).toBe(404);
    expect((await again(shop, "x")).status).toBe(404);
  });
});

describe.concurrent("B4: handled by hand", () => {
  it("a look that is under way when it is marked so does not bring it back", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    // It never arrives, and the looks for it get no answer.
    await shop.fault("POST /transactions", "reset");
    await shop.fault("GET /transactions", "timeout", 2);
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    const entry = await until("it stands in the log", async () => (await open(shop))[0]);
    await until("it is looked for again", async () => ((await shop.calls())["GET /transactions"] ?? 0) === 2);
    expect((await shop.api("POST", `/integration-log/${entry["id"]}/handled`)).status).toBe(204);
    await until("the look has ended", async () => {
      const metrics = await (await fetch(`${house.server.health}/metrics`)).text();
      return /call_seconds_count\{call="transactionPage",outcome="timeout"\} [2-9]/.test(metrics);
    });
    const next = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(next["id"], "registered");
    await shop.quiet();
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["link"]).toMatchObject({
      state: "off",
      why: "handledByHand",
    });
    expect((await shop.transactions()).map((each) => each["memo"])).toEqual([next["number"]]);
  });

  it("two who mark it at once: one has, the other is told; and sending it again at the same moment is one or the other", async () => {
    const shop = await house.openShop();
    const { order, entry } = await failedOrder(shop);
    const handled = () => shop.api("POST", `/integration-log/${entry["id"]}/handled`);
    const replies = await Promise.all([handled(), handled(), again(shop, entry["id"]), handled()]);
    expect(replies.filter(({ status }) => status === 204).length).toBeLessThanOrEqual(1);
    expect(replies.every(({ status }) => [202, 204, 409].includes(status))).toBe(true);
    await shop.quiet();
    const { link } = (await shop.api("GET", `/orders/${order["id"]}`)).body;
    expect(await standing(shop)).toHaveLength(link.state === "registered" ? 1 : 0);
    expect(await open(shop)).toEqual([]);
  });

  it("in the assured mode nothing is sent any more, and the quantity is Smaregi's again", async () => {
    const shop = await house.openShop({ mode: "assured" });
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400", 50);
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    const entry = await until("it stands in the log", async () => (await open(shop))[0]);
    await until("it is not being sent just now", async () => {
      const reply = await shop.api("POST", `/integration-log/${entry["id"]}/handled`);
      return reply.status === 204;
    });
    await shop.quiet();
    const calls = (await shop.calls())["POST /transactions"];
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["link"].state).toBe("off");
    // The merchant sold it at the till.
    await shop.sell([{ productId: "8000001", quantity: 2 }]);
    await shop.waitForQuantity(variation, 8);
    await shop.quiet();
    expect((await shop.calls())["POST /transactions"]).toBe(calls);
    expect(await shop.quantity(variation)).toBe(8);
  });
});
