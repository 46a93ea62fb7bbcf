import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/kit/ids.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { unhurried, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
beforeAll(async () => {
  house = await sharedHouse(unhurried);
});
afterAll(() => house.close());

async function reconcile(shop: Shop): Promise<Json> {
  const asked = await shop.api("POST", "/reconciliations");
  expect(asked.status).toBe(202);
  return await until("the reconciliation is over", async () => {
    const { body } = await shop.api("GET", `/reconciliations/${asked.body["id"]}`);
    return body["endedAt"] === null ? null : body;
  });
}
/** With the price that `link` gives its products here: our products and Smaregi's agree. */
const products = ["珈琲", "マグカップ", "手ぬぐい"].map((productName, nth) => {
  return { productId: String(8_000_001 + nth), productName, price: 1000 };
});
const causes = (run: Json): string[] => run["differences"].map((each: Json) => each["cause"]).sort();

/** Registers a second transaction with the same numbers, without the cart. */
async function registerAgain(shop: Shop, sale: Json): Promise<void> {
  const authorization = `Basic ${Buffer.from("client:secret").toString("base64")}`;
  const asked = { grant_type: "client_credentials", scope: "pos.transactions:write" };
  const at = `${house.sandbox.url}/app/${shop.contractId}/token`;
  const form = { method: "POST", headers: { authorization }, body: new URLSearchParams(asked) };
  const { access_token: token } = (await (await fetch(at, form)).json()) as Json;
  const { storeId, terminalId, terminalTranId, terminalTranDateTime, transactionUuid, subtotal } = sale;
  const body = {
    transactionHeadDivision: "1",
    storeId,
    terminalId,
    terminalTranId,
    terminalTranDateTime,
    transactionUuid,
    subtotal,
    total: subtotal,
    details: [
      {
        transactionDetailId: "1",
        transactionDetailDivision: "1",
        productId: "8000001",
        price: subtotal,
        salesPrice: subtotal,
        quantity: "1",
      },
    ],
  };
  const reply = await fetch(`${house.sandbox.url}/${shop.contractId}/pos/transactions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect([reply.status, await reply.text()]).toEqual([200, expect.any(String)]);
}

describe.concurrent("B5: 差異チェック", () => {
  it("finds nothing where all agrees, orders on their way included", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 2 }]);
    await shop.waitForLink(order["id"], "registered");
    await shop.quiet();
    expect(await reconcile(shop)).toMatchObject({
      state: "done",
      checked: { products: 1, orders: 1 },
      toCheck: { products: 1, orders: 1 },
      found: 0,
      differences: [],
    });
    const past = (await shop.api("GET", "/reconciliations")).body["items"];
    expect(past).toMatchObject([{ state: "done", checked: { products: 1, orders: 1 }, found: 0 }]);
  });

  it("lost notifications heal; each is written down with both numbers", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    await shop.link("8000002");
    await shop.setStock("8000001", 3, false);
    const run = await reconcile(shop);
    expect(run["differences"]).toMatchObject([
      {
        cause: "lostNotification",
        healing: true,
        cartQuantity: 10,
        smaregiQuantity: 3,
        smaregiProductId: "8000001",
      },
    ]);
    expect(run["differences"][0].what).toContain("在庫変更通知が届きませんでした");
    const product = (await shop.api("GET", "/products?q=8000001")).body["items"][0];
    expect(run["differences"][0]).toMatchObject({
      id: expect.any(String),
      productId: product.id,
      productName: "商品 8000001",
      variationId: variation,
      variationName: "",
      systemProductNumber: product.variations[0].systemProductNumber,
    });
    await shop.waitForQuantity(variation, 3);
    expect((await reconcile(shop))["differences"]).toEqual([]);
  });

  it("products that are gone, unmanaged or linked to another's code are named", async () => {
    const odd = [
      { productId: "1", productName: "茶", productCode: "4901234567894", price: 1000 },
      { productId: "2", productName: "菓子", price: 1000, stockControlDivision: "1" },
    ];
    const shop = await house.openShop({ products: odd, stock: [{ productId: "1", stockAmount: 5 }] });
    await shop.link("1", { variations: [{ smaregiProductId: "1", janCode: "4901234567900" }] });
    await shop.link("2");
    await shop.link("9");
    const run = await reconcile(shop);
    expect(causes(run)).toEqual(["productGone", "stockControlOff", "wrongLinkSuspected"]);
    const english = await shop.api("GET", `/reconciliations/${run["id"]}?limit=1`, undefined, {
      "accept-language": "en",
    });
    expect(english.body["differences"]).toHaveLength(1);
    expect(english.body["nextCursor"]).not.toBeNull();
    expect(english.body["differences"][0].repair.text).toMatch(/^[ -~]+$/);
  });

  it("F1, O5, B5: who asks for English is told in English what was recorded, and who did it", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    await house.database.db
      .insertInto("reconciliations")
      .values({ merchantId: shop.merchantId, id: newId(), state: "done", askedBy: "夜間" })
      .execute();
    const english = async (path: string) =>
      (await shop.api("GET", path, undefined, { "accept-language": "en" })).body["items"] as Json[];
    const told = [
      ...(await english(`/orders/${order["id"]}/log`)).map((entry) => entry["message"]),
      ...(await english("/reconciliations")).map((run) => run["askedBy"]),
    ];
    expect(told).toHaveLength(3);
    for (const text of told) expect(text).toMatch(/^[ -~]+$/);
    expect((await shop.api("GET", "/reconciliations")).body["items"]).toMatchObject([
      { askedBy: "自動(毎晩)" },
    ]);
  });

  it("a failed registration is named with the call that repairs it; one that stands after all heals", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400");
    const failed = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(failed["id"], "failed");
    const run = await reconcile(shop);
    expect(run["differences"]).toMatchObject([
      { cause: "registrationFailed", orderNumber: failed["number"] },
    ]);
    expect(run["found"]).toBe(1);
    expect(run["differences"][0]).toMatchObject({
      orderId: failed["id"],
      repair: { logEntryId: expect.stringMatching(/^\d+$/) },
    });
    const call = run["differences"][0].repair.call as string;
    expect((await shop.api("POST", call.replace("POST ", ""))).status).toBe(202);
    await shop.waitForLink(failed["id"], "registered");
    // As after a restored backup: Smaregi knows more than we do.
    await house.database.pool.query(
      "update transactions set state = 'planned', transaction_id = null, halt = 'registerFailed' where order_id = $1",
      [failed["id"]],
    );
    await house.database.pool.query("update orders set link_state = 'failed' where id = $1", [failed["id"]]);
    expect(causes(await reconcile(shop))).toEqual(["registeredAfterAll"]);
    await shop.waitForLink(failed["id"], "registered");
    expect(await shop.transactions()).toHaveLength(1);
  });

  it("an order that a restored database knows as unsent is no stranger to its transaction", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    await shop.quiet();
    await house.database.pool.query(
      "update transactions set state = 'planned', registers = 0, sent_at = null, settled_at = null, contract_id = null, store_id = null, terminal_id = null, terminal_tran_id = null, terminal_tran_at = null, transaction_uuid = null, transaction_id = null, retry_at = now() + interval '1 hour' where order_id = $1",
      [order["id"]],
    );
    expect(causes(await reconcile(shop))).toEqual([]);
    expect(await shop.transactions()).toHaveLength(1);
  });

  it("what was cancelled or sold at the till of our terminal is named", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    const { link } = await shop.waitForLink(order["id"], "registered");
    await house.control(
      "POST",
      `/contracts/${shop.contractId}/transactions/${link.transactionId}/cancel`,
      {},
    );
    await house.control("POST", `/contracts/${shop.contractId}/sales`, {
      storeId: "1",
      terminalId: "2",
      lines: [{ productId: "8000002", quantity: 1 }],
    });
    await shop.quiet();
    const run = await reconcile(shop);
    expect(causes(run)).toEqual(["cancelledAtTill", "unknownTransaction"]);
    expect(run["differences"].find((each: Json) => each["cause"] === "cancelledAtTill")).toMatchObject({
      orderNumber: order["number"],
      transactionId: link.transactionId,
    });
  });

  it("P1: an order that stands twice is named, and the one too many is cancelled by itself", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    const [sale] = await shop.transactions();
    // As if Smaregi booked a call late and accepted the same numbers again.
    await shop.switches({ duplicateKey: "accept" });
    await registerAgain(shop, sale ?? {});
    await shop.quiet();
    const [, twin] = (await shop.transactions()).map((each) => each["transactionHeadId"]);
    const named = { cause: "registeredTwice", orderNumber: order["number"], transactionId: twin };
    expect((await reconcile(shop))["differences"]).toMatchObject([named]);
    const standing = async () => (await shop.transactions()).filter((each) => each["cancelDivision"] === "0");
    await until("one is left", async () => (await standing()).length === 1);
    await shop.waitForLink(order["id"], "registered");
    await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
    await shop.waitForLink(order["id"], "cancelled");
    await shop.quiet();
    expect((await reconcile(shop))["differences"]).toEqual([]);
    expect(await standing()).toEqual([]);
    await shop.waitForQuantity(variation, 10);
  });

  it("what was taken back at the till (取引打消取消) is one difference, and what was cancelled while the link was off another", async () => {
    const shop = await house.openShop({ products });
    const variation = await shop.link("8000001");
    const [taken, left] = [
      await shop.order([{ variationId: variation, quantity: 1 }]),
      await shop.order([{ variationId: variation, quantity: 2 }]),
    ];
    const { link } = await shop.waitForLink(taken["id"], "registered");
    await shop.waitForLink(left["id"], "registered");
    const at = `/contracts/${shop.contractId}/transactions/${link.transactionId}`;
    await house.control("POST", `${at}/dispose`, {});
    const place = { contractId: shop.contractId, storeId: "1", terminalId: "2" };
    await shop.api("PUT", "/connection", { ...place, enabled: false });
    await shop.api("POST", `/orders/${left["id"]}/status`, { status: "cancelled" });
    await shop.api("PUT", "/connection", { ...place, enabled: true });
    await shop.quiet();
    const { differences } = await reconcile(shop);
    expect(differences.map(({ cause, orderNumber }: Json) => [cause, orderNumber]).sort()).toEqual([
      ["cancelledAtTill", taken["number"]],
      ["changedWhileOff", left["number"]],
    ]);
    expect(await shop.quantity(variation)).toBe(8);
  });

  it("says why it could not be done, and is one however often it is asked for", async () => {
    const shop = await house.openShop({ connect: false, products });
    expect(await reconcile(shop)).toMatchObject({ state: "failed", reason: expect.stringContaining("無効") });
    const other = await house.openShop({ products });
    await other.link("8000001");
    await other.fault("GET /stock", "status500", 20);
    const replies = await Promise.all([1, 2, 3].map(() => other.api("POST", "/reconciliations")));
    expect(new Set(replies.map((reply) => reply.body["id"])).size).toBeLessThanOrEqual(2);
    const run = await until("it is over", async () => {
      const { body } = await other.api("GET", `/reconciliations/${replies[0]?.body["id"]}`);
      return body["endedAt"] === null ? null : body;
    });
    expect(run).toMatchObject({ state: "failed", reason: expect.any(String) });
    expect((await shop.api("GET", `/reconciliations/${run["id"]}`)).status).toBe(404);
  });
});
