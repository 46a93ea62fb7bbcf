import { randomUUID } from "node:crypto";
import iconv from "iconv-lite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop({ connect: false });
});
afterAll(() => house.close());

/** Requests a file with this body. */
async function file(path: string, body: object): Promise<string> {
  const answer = await fetch(`${house.server.url}/api/v1${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${shop.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
  return iconv.decode(Buffer.from(await answer.arrayBuffer()), "cp932");
}

/** Sends B2's file of issued labels, waits until it is finished, and returns the results of its rows. */
async function sendShipped(text: string): Promise<Json> {
  const answer = await fetch(`${house.server.url}/api/v1/order-files/shipped`, {
    method: "POST",
    headers: { authorization: `Bearer ${shop.apiKey}`, "content-type": "text/csv" },
    body: new Uint8Array(iconv.encode(text, "cp932")),
  });
  const { jobId } = (await answer.json()) as Json;
  return await until("the file is through", async () => {
    const { body } = await shop.api("GET", `/order-jobs/${jobId}`);
    return body["state"] === "done" && body;
  });
}

describe("a day's work on orders, over the API", () => {
  it("W1, P6: who placed an order is told in the reader's language, wherever the order is shown", async () => {
    const own = await house.openShop();
    const connection = (await own.api("GET", "/connection")).body;
    expect((await own.api("PUT", "/connection", { ...connection, enabled: false })).status).toBe(200);
    const { body: product } = await own.api("POST", "/products", {
      name: "煎茶",
      price: 1080,
      taxRate: 8,
      published: true,
      variations: [{ stockManaged: false }],
    });
    const bought = await fetch(`${house.server.url}/shop/v1/${own.number}/orders`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        kind: "normal",
        lines: [{ variationId: product["variations"][0].id, quantity: 1 }],
      }),
    });
    const { id } = (await bought.json()) as Json;
    const english = { "accept-language": "en" };
    const lists = ["/orders", "/orders/behind"];
    const shown = [
      ...(await Promise.all(lists.map((path) => own.api("GET", path, undefined, english)))).map(
        ({ body }) => body["items"][0],
      ),
      (await own.api("GET", `/orders/${id}`, undefined, english)).body,
      (await own.api("PATCH", `/orders/${id}/work`, { memo: "-" }, english)).body,
    ];
    expect(shown.map((order: Json) => [order["id"], order["placedBy"]])).toEqual(
      shown.map(() => [id, "Buyer"]),
    );
  });

  it("W3: the ID of a press may be written in capitals, as some programs write theirs", async () => {
    const own = await house.openShop({ connect: false });
    const { body: product } = await own.api("POST", "/products", {
      name: "茶碗",
      price: 1,
      taxRate: 10,
      variations: [{ stockManaged: false }],
    });
    const order = await own.order([{ variationId: product["variations"][0].id, quantity: 1 }]);
    const orderIds = [order["id"], order["id"].toUpperCase()];
    const id = randomUUID().toUpperCase();
    const press = { id, orders: { orderIds }, action: { kind: "work", payment: "paid" } };
    expect(await own.api("POST", "/order-jobs", press)).toMatchObject({ status: 202, body: { total: 1 } });
    const { status, body } = await own.api("GET", `/order-jobs/${id}`);
    expect([status, body["id"]]).toEqual([200, id.toLowerCase()]);
  });

  it("W1, W2, W5: an order is noted, found, handed to the carrier, and shipped by the carrier's file; the log tells it in English, too", async () => {
    const { body: product } = await shop.api("POST", "/products", {
      name: "宇治煎茶",
      price: 1080,
      taxRate: 8,
      variations: [{ stockManaged: false }],
    });
    const customer = { name: "結城 花", phone: "03-1234-5678" };
    const order = await shop.order([{ variationId: product["variations"][0].id, quantity: 1 }], { customer });
    const at = `/orders/${order["id"]}`;
    expect(order["work"]).toEqual({ payment: "unpaid", shipping: "unshipped" });

    const work = {
      payment: "paid",
      memo: "のし紙",
      deliverTime: "１４１６",
      trackingNumber: "1234-5678-9013",
    };
    const noted = await shop.api("PATCH", `${at}/work`, { ...work, seen: { memo: "" } });
    expect(noted.body).toMatchObject({
      status: "paid",
      work: { memo: "のし紙", deliverTime: "1416", trackingNumber: "123456789013" },
    });
    const late = await shop.api("PATCH", `${at}/work`, { memo: "他", seen: { memo: "" } });
    expect([late.status, late.body["code"]]).toEqual([409, "order_changed"]);
    expect((await shop.api("PATCH", `${at}/work`, { trackingNumber: "?" })).status).toBe(422);
    await shop.api("POST", `${at}/comments`, { text: "お電話しました。", key: "1" });

    const found = await shop.api("GET", `/orders?q=${encodeURIComponent("うじ煎茶")}`);
    expect(found.body["items"]).toEqual([]);
    for (const q of ["宇治", "0312345678", "のし"]) {
      const { body } = await shop.api("GET", `/orders?shipping=unshipped&q=${encodeURIComponent(q)}`);
      expect(body["items"].map((each: Json) => each["id"])).toEqual([order["id"]]);
    }
    expect((await shop.api("GET", "/order-tabs")).body).toMatchObject({ all: 1, unpaid: 0, unshipped: 1 });

    const orders = { search: { shipping: "unshipped" } };
    const csv = await file("/order-files/orders", {
      orders,
      columns: ["number", "memo"],
      encoding: "shift_jis",
    });
    expect(csv).toBe(`注文番号,社内メモ\r\n${order["number"]},のし紙\r\n`);
    const parcels = await file("/order-files/b2", { orders, shipOn: "2026-11-26" });
    expect(parcels.split("\r\n")[1]).toContain("1416");

    const rows = `お客様管理番号,伝票番号\r\n${order["number"]},123456789013\r\n88888888,123456789013\r\n`;
    expect(await sendShipped(rows)).toMatchObject({ total: 2, done: 1, refused: 1 });
    expect((await shop.api("GET", at)).body).toMatchObject({
      status: "shipped",
      work: { shipping: "shipped" },
    });
    const { body: log } = await shop.api("GET", `${at}/log`, undefined, { "accept-language": "en" });
    const told = log["items"].map((entry: Json) => entry["message"]).join("\n");
    expect(told).toContain("Payment: “unpaid” became “paid”.");
    expect(told).toContain("お電話しました。");
  });
});
