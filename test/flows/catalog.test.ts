import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
});
afterAll(() => house.close());

const product = (more: object) => ({ name: "品", price: 100, taxRate: 10, ...more });
async function register(more: object): Promise<Json> {
  const { status, body } = await shop.api("POST", "/products", product(more));
  expect(status, JSON.stringify(body)).toBe(201);
  return body;
}
const change = (id: string, body: object) => shop.api("PATCH", `/products/${id}`, body);
const stockOf = (body: Json): Json[] =>
  body["variations"].map(({ quantity, synced, stockManaged }: Json) => ({ quantity, synced, stockManaged }));

describe("商品とバリエーション", () => {
  beforeAll(async () => {
    shop = await house.openShop();
  });

  it("U1: every product has a variation; one unnamed where there is no choice, one a choice in pattern 1", async () => {
    const plain = await register({});
    expect(plain["variations"]).toMatchObject([{ name: "", stockManaged: true, quantity: null }]);
    const choice = await register({
      variationPattern: "pattern1",
      variations: [
        { name: "S", janCode: "4901234567894", productCode: "T-S", price: 90, taxRate: 8, quantity: 1 },
        { name: "M", stockManaged: false },
      ],
    });
    expect(choice["variations"]).toMatchObject([
      { name: "S", janCode: "4901234567894", productCode: "T-S", price: 90, taxRate: 8, quantity: 1 },
      { name: "M", janCode: null, productCode: null, price: null, taxRate: null, quantity: null },
    ]);
    const numbers = choice["variations"].map((each: Json) => each["systemProductNumber"]);
    expect(numbers).toEqual([
      expect.stringMatching(new RegExp(`^${shop.number}-T\\d{9}-001$`)),
      expect.stringMatching(/-002$/),
    ]);
    const wrong = await shop.api("POST", "/products", product({ variations: [{}, {}] }));
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "variations" }] } });
  });

  it("U1: variations are added, changed, ordered and removed by what a write lists; their numbers are never used again", async () => {
    const before = await register({
      variationPattern: "pattern1",
      variations: [{ name: "S" }, { name: "M" }],
    });
    const [small, medium] = before["variations"];
    const { body } = await change(before["id"], {
      variations: [{ name: "L" }, { id: medium.id, name: "M2", quantity: 4 }],
    });
    expect(body["variations"]).toMatchObject([
      { name: "L", quantity: null },
      { id: medium.id, name: "M2", quantity: 4 },
    ]);
    const again = await change(before["id"], { variations: [{ id: medium.id }, { name: "S" }] });
    expect(again.body["variations"][1].systemProductNumber).toMatch(/-004$/);
    expect(again.body["variations"][1].id).not.toBe(small.id);
    // A change of another field leaves them unchanged.
    const renamed = await change(before["id"], { name: "新しい名" });
    expect(renamed.body["variations"].map((each: Json) => each["name"])).toEqual(["M2", "S"]);
  });

  it("U1: another pattern is refused once the product was ordered, with the reason; before that it is taken", async () => {
    const body = await register({ variations: [{ stockManaged: false }] });
    const names = {
      variationPattern: "pattern1",
      variations: [{ id: body["variations"][0].id, name: "赤" }],
    };
    expect((await change(body["id"], names)).body["variationPattern"]).toBe("pattern1");
    await shop.order([{ variationId: body["variations"][0].id, quantity: 1 }]);
    const refused = await change(body["id"], {
      variationPattern: "none",
      variations: [{ id: body["variations"][0].id, name: "" }],
    });
    expect(refused).toMatchObject({ status: 409, body: { code: "pattern_locked" } });
    const file = await shop.csv(
      "change",
      `システム商品番号,バリエーションパターン\n${body["variations"][0].systemProductNumber},パターン2\n`,
    );
    expect(file.errors).toContain("受注のある商品のバリエーションパターンは変更できません");
    expect((await change(body["id"], { variationPattern: "pattern1", name: "同じパターン" })).status).toBe(
      200,
    );
  });

  it("B6: what was deleted keeps its orders and its history readable, and is sold and synced no more", async () => {
    const body = await register({
      variationPattern: "pattern1",
      variations: [{ name: "S", quantity: 5 }, { name: "M" }],
    });
    const [small, medium] = body["variations"];
    const order = await shop.order([{ variationId: small.id, quantity: 2 }]);
    await change(body["id"], { variations: [{ id: medium.id }] });
    expect((await shop.api("GET", `/orders/${order["id"]}`)).body["lines"][0]).toMatchObject({
      productName: "品",
      variationName: "S",
    });
    const again = await shop.api("POST", "/orders", {
      kind: "normal",
      lines: [{ variationId: small.id, quantity: 1 }],
    });
    expect(again.status).toBe(422);
    expect((await shop.api("DELETE", `/products/${body["id"]}`)).status).toBe(204);
    expect((await shop.api("GET", `/products/${body["id"]}`)).status).toBe(404);
    const { items } = (await shop.api("GET", `/products/${body["id"]}/history`)).body;
    expect(items[0]).toMatchObject({ event: "productDeleted" });
    expect(items.map((each: Json) => each["event"])).toContain("orderPlaced");
    const moves = (await shop.api("GET", `/variations/${small.id}/movements`)).body["items"];
    expect(moves[0]).toMatchObject({
      cause: "orderPlaced",
      change: -2,
      quantity: 3,
      orderNumber: order["number"],
    });
    // The order may still be cancelled.
    const cancelled = await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
    expect(cancelled.body["status"]).toBe("cancelled");
  });

  it("U3: ID and flag decide: edited directly, synced, or sold without limit", async () => {
    const body = await register({
      variationPattern: "pattern1",
      variations: [
        { name: "直接", quantity: 7 },
        { name: "同期", smaregiProductId: "8000001" },
        { name: "無制限", stockManaged: false },
        { name: "無制限、ID付き", stockManaged: false, smaregiProductId: "8000001" },
      ],
    });
    const [direct, synced, ...unlimited] = body["variations"] as Json[];
    await shop.waitForQuantity(synced?.["id"], 10);
    expect(stockOf((await shop.api("GET", `/products/${body["id"]}`)).body)).toEqual([
      { quantity: 7, synced: false, stockManaged: true },
      { quantity: 10, synced: true, stockManaged: true },
      { quantity: null, synced: false, stockManaged: false },
      { quantity: null, synced: false, stockManaged: false },
    ]);
    const edit = async (edited: Json | undefined) => {
      const ids = body["variations"].map(({ id }: Json) =>
        id === edited?.["id"] ? { id, quantity: 8 } : { id },
      );
      return (await change(body["id"], { variations: ids })).status;
    };
    const order = async (ordered: Json | undefined) => {
      const lines = [{ variationId: ordered?.["id"], quantity: 11 }];
      return (await shop.api("POST", "/orders", { kind: "normal", lines })).status;
    };
    expect([await edit(direct), await order(direct)]).toEqual([200, 409]);
    expect([await edit(synced), await order(synced)]).toEqual([409, 409]);
    for (const each of unlimited) expect([await edit(each), await order(each)]).toEqual([422, 201]);
    const { body: why } = await shop.api("GET", `/variations/${direct?.["id"]}/movements`);
    expect(why["items"].map((entry: Json) => entry["change"])).toEqual([1, 7]);
    await shop.quiet();
    await shop.setStock("8000001", 10);
  });

  it("U3, U6: a link or flag that changes changes the quantity; newly synced it is 0 until Smaregi has answered", async () => {
    const cases: [string, Json, Json, number | null][] = [
      ["linked", {}, { smaregiProductId: "8000002" }, 10],
      ["linked and never moved", {}, { smaregiProductId: "999" }, 0],
      ["unlinked: it keeps what it had", { smaregiProductId: "8000001" }, { smaregiProductId: null }, 10],
      ["linked elsewhere", { smaregiProductId: "8000001" }, { smaregiProductId: "8000003" }, 10],
      ["flag off", { smaregiProductId: "8000001" }, { stockManaged: false }, null],
      ["flag off, not linked", { quantity: 4 }, { stockManaged: false }, null],
      ["flag on", { stockManaged: false }, { stockManaged: true }, null],
      ["flag on, linked", { stockManaged: false, smaregiProductId: "8000001" }, { stockManaged: true }, 10],
    ];
    const body = await register({
      variationPattern: "pattern1",
      variations: cases.map(([name, before]) => ({ name, ...before })),
    });
    await shop.quiet();
    const ids = body["variations"].map(({ id }: Json) => id) as string[];
    const { body: saved } = await change(body["id"], {
      variations: cases.map(([, , after], nth) => ({ id: ids[nth], ...after })),
    });
    for (const variation of saved["variations"] as Json[]) {
      if (variation["synced"]) expect(variation).toMatchObject({ quantity: 0, sync: { state: "waiting" } });
    }
    await shop.quiet();
    const { body: shown } = await shop.api("GET", `/products/${body["id"]}`);
    expect(shown["variations"].map(({ name, quantity }: Json) => [name, quantity])).toEqual(
      cases.map(([name, , , quantity]) => [name, quantity]),
    );
  });

  it("U4: a synced quantity is refused by the product API with the variation's name, and nothing of the write is done", async () => {
    const body = await register({
      variationPattern: "pattern1",
      variations: [
        { name: "赤", smaregiProductId: "8000001" },
        { name: "青", quantity: 1 },
      ],
    });
    const [red, blue] = body["variations"];
    await shop.waitForQuantity(red.id, 10);
    const refused = await change(body["id"], {
      name: "変わらない",
      variations: [
        { id: red.id, quantity: 99 },
        { id: blue.id, quantity: 2 },
      ],
    });
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "stock_locked", errors: [{ path: "variations[0].quantity" }] },
    });
    expect(refused.body["errors"][0].message).toContain("赤");
    expect((await shop.api("GET", `/products/${body["id"]}`)).body).toMatchObject({
      name: "品",
      variations: [{ quantity: 10 }, { quantity: 1 }],
    });
  });

  it("U7: a quantity above 999,999 is refused, on every way in", async () => {
    const quantity = 1_000_000;
    const wrong = await shop.api("POST", "/products", product({ variations: [{ quantity }] }));
    expect(wrong).toMatchObject({ status: 422, body: { errors: [{ path: "variations[0].quantity" }] } });
    const body = await register({ variations: [{ quantity: 999_999 }] });
    const items = [{ variationId: body["variations"][0].id, quantity }];
    expect((await shop.api("POST", "/products/quick-edit", { items })).status).toBe(422);
    const row = `${body["variations"][0].systemProductNumber},${quantity}`;
    expect((await shop.csv("change", `システム商品番号,在庫数\n${row}\n`)).body).toMatchObject({ failed: 1 });
    expect(await shop.quantity(body["variations"][0].id)).toBe(999_999);
  });
});

describe("かんたん商品一括変更", () => {
  let one: Json;
  let many: Json;
  beforeAll(async () => {
    shop = await house.openShop();
    one = await register({ name: "一つ", variations: [{ quantity: 5 }] });
    many = await register({
      name: "三つ",
      variationPattern: "pattern1",
      variations: [
        { name: "S", quantity: 1 },
        { name: "M", smaregiProductId: "8000001" },
        { name: "L", stockManaged: false },
      ],
    });
    await shop.waitForQuantity(many["variations"][1].id, 10);
  });
  const edit = (items: object[]) => shop.api("POST", "/products/quick-edit", { items });

  it("U5: changes quantity, price and publication of many at once, and asks nothing of Smaregi", async () => {
    const before = (await shop.calls())["GET /stock"];
    const reply = await edit([
      { variationId: one["variations"][0].id, quantity: 7, price: 150, published: true },
      { variationId: many["variations"][0].id, quantity: null, price: 120 },
      { variationId: many["variations"][1].id, price: 130, published: true },
      { variationId: many["variations"][2].id, price: 140 },
    ]);
    expect(reply.status).toBe(204);
    expect((await shop.api("GET", `/products/${one["id"]}`)).body).toMatchObject({
      price: 150,
      published: true,
      variations: [{ quantity: 7, price: null }],
    });
    expect((await shop.api("GET", `/products/${many["id"]}`)).body).toMatchObject({
      price: 100,
      published: true,
      variations: [
        { quantity: null, price: 120 },
        { quantity: 10, price: 130 },
        { quantity: null, price: 140 },
      ],
    });
    expect((await shop.api("GET", "/status")).body["waitingSignals"]).toBe(0);
    expect((await shop.calls())["GET /stock"]).toBe(before);
  });

  it("U5: 500 variations in one call, all of them or none", async () => {
    const own = await house.openShop();
    const add = async (variations: object[]): Promise<Json> =>
      (await own.api("POST", "/products", product({ variationPattern: "pattern1", variations }))).body;
    const named = (count: number, more: object = {}) =>
      Array.from({ length: count }, (_, nth) => ({ name: `型 ${nth}`, quantity: 1, ...more }));
    const [many, few] = [await add(named(499)), await add([{ name: "連携", smaregiProductId: "8000001" }])];
    const one = few["variations"][0];
    await own.waitForQuantity(one.id, 10);
    const rows = many["variations"].map(({ id }: Json, nth: number) => ({
      variationId: id,
      quantity: nth,
      price: 200 + nth,
    }));
    const send = (items: object[]) => own.api("POST", "/products/quick-edit", { items });
    const refused = await send([...rows, { variationId: one.id, quantity: 9 }]);
    expect(refused).toMatchObject({
      status: 409,
      body: { code: "stock_locked", errors: [{ path: "items[499].quantity" }] },
    });
    expect(refused.body["errors"][0].message).toContain("連携");
    const stands = async () => (await own.api("GET", `/products/${many["id"]}`)).body["variations"] as Json[];
    expect((await stands()).every(({ quantity, price }) => quantity === 1 && price === null)).toBe(true);
    expect((await send([...rows, { variationId: one.id, price: 900 }])).status).toBe(204);
    expect((await stands()).map(({ quantity, price }) => [quantity, price])).toEqual(
      rows.map(({ quantity, price }: Json) => [quantity, price]),
    );
    expect(await own.quantity(one.id)).toBe(10);
  });

  it("U4, U5: what it can't set is refused by its place, and nothing at all is changed", async () => {
    const before = (await shop.api("GET", `/products/${many["id"]}`)).body;
    const [small, medium] = many["variations"] as Json[];
    const first = { variationId: small?.["id"], quantity: 2 };
    const synced = await edit([first, { variationId: medium?.["id"], quantity: 2 }]);
    expect(synced).toMatchObject({
      status: 409,
      body: { code: "stock_locked", errors: [{ path: "items[1].quantity" }] },
    });
    const linked = await edit([first, { variationId: medium?.["id"], smaregiProductId: "8000002" }]);
    expect(linked).toMatchObject({
      status: 422,
      body: { code: "invalid", errors: [{ path: "items[1].smaregiProductId" }] },
    });
    expect((await shop.api("GET", `/products/${many["id"]}`)).body).toEqual(before);
  });
});
