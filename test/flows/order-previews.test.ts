import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
/** Variations by kind of stock: synced (two share one Smaregi product), edited directly, without a limit. */
let variations: { id: string; name: string }[];

beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop({ stock: [{ productId: "8000001", stockAmount: 400 }] });
  const ids = [
    await shop.link("8000001"),
    await shop.link("8000001"),
    await shop.link("8000002", { variations: [{ stockManaged: true, quantity: 60 }] }),
    await shop.link("8000003", { variations: [{ stockManaged: false }] }),
  ];
  variations = ids.map((id, nth) => ({ id, name: `variation ${nth}` }));
  await shop.quiet();
});
afterAll(() => house.close());

describe("what a change of an order would do, seen beforehand", () => {
  it("names the transactions and says in words what happens to them", async () => {
    const [coffee] = variations;
    const order = await shop.order([{ variationId: coffee?.id, quantity: 1 }]);
    const { link } = await shop.waitForLink(order["id"], "registered");
    await shop.quiet();
    const edit = { lines: [{ variationId: coffee?.id, quantity: 3 }], shippingFee: 500 };
    const { body } = await shop.api("POST", `/orders/${order["id"]}/preview`, edit);
    const id = link.transactionId;
    expect(body).toMatchObject({
      subtotal: 3000,
      total: 3500,
      calls: [
        {
          call: "transactionCancel",
          transactionId: id,
          text: `スマレジの取引(取引ID ${id})を取り消します。`,
        },
        { call: "transactionRegister", text: "スマレジに取引を登録します(合計3,500円)。" },
      ],
    });
    // Both variations that share the stock in Smaregi change.
    expect(body["stock"]).toHaveLength(2);
    expect(body["stock"][0]).toMatchObject({
      productName: "商品 8000001",
      variationName: "",
      systemProductNumber: expect.stringMatching(/^01-\d{5}-T\d{9}-001$/),
      change: -2,
      synced: true,
    });
    const cancel = await shop.api(
      "POST",
      `/orders/${order["id"]}/status/preview`,
      { status: "cancelled" },
      { "accept-language": "en" },
    );
    expect(cancel.body["calls"]).toEqual([
      {
        call: "transactionCancel",
        transactionId: id,
        text: `The transaction ${id} is cancelled in Smaregi.`,
      },
    ]);
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["status"]).toBe("new");
  });

  it("tells of no calls where the link is off, and of what was never sent nothing to cancel", async () => {
    const off = await house.openShop({ connect: false });
    const { body: product } = await off.api("POST", "/products", {
      name: "茶",
      price: 100,
      taxRate: 8,
      variations: [{ stockManaged: true, quantity: 2 }],
    });
    const line = { variationId: product["variations"][0].id, quantity: 1 };
    const preview = await off.api("POST", "/orders/preview", { kind: "normal", lines: [line] });
    expect(preview.body).toMatchObject({
      calls: [],
      stock: [{ before: 2, change: -1, after: 1, synced: false }],
    });
    const many = await off.api("POST", "/orders/preview", {
      kind: "normal",
      lines: [{ ...line, quantity: 3 }],
    });
    expect([many.status, many.body["code"]]).toEqual([409, "out_of_stock"]);
    expect(
      (await off.api("POST", "/orders/preview", { kind: "normal", lines: [line], enteredBy: "x" })).status,
    ).toBe(422);
    expect((await off.api("GET", "/orders")).body["items"]).toEqual([]);
  });

  it("is nobody's else: another merchant's order and products are unknown", async () => {
    const order = await shop.order([{ variationId: variations[3]?.id, quantity: 1 }]);
    const stranger = await house.openShop({ connect: false });
    expect((await stranger.api("POST", `/orders/${order["id"]}/preview`, {})).status).toBe(404);
    const status = { status: "cancelled" };
    expect((await stranger.api("POST", `/orders/${order["id"]}/status/preview`, status)).status).toBe(404);
    const line = { variationId: variations[0]?.id, quantity: 1 };
    expect((await stranger.api("POST", "/orders/preview", { kind: "normal", lines: [line] })).status).toBe(
      422,
    );
  });
});
