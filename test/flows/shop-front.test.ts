import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endMerchant } from "../../src/merchants/manage-merchants.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Json, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
});
afterAll(() => house.close());

async function visit(
  method: string,
  path: string,
  body?: object,
  number = shop.number,
  key: string = crypto.randomUUID(),
) {
  const response = await fetch(`${house.server.url}/shop/v1/${number}${path}`, {
    method,
    headers: { "content-type": "application/json", "idempotency-key": key },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

describe("for shop fronts", () => {
  it("says whose shop it is; one that has ended is as unknown as one that never was", async () => {
    expect(await visit("GET", "")).toEqual({
      status: 200,
      body: { number: shop.number, name: "テスト店", piecesPerLine: 99, piecesPerOrder: 300 },
    });
    const other = await house.openShop({ connect: false });
    await endMerchant(house.database, other.merchantId);
    for (const number of [other.number, "01-99999"]) {
      expect((await visit("GET", "", undefined, number)).status).toBe(404);
    }
  });

  it("U3: shows what is published with its stock, and the number only where it is small", async () => {
    const make = (more: object) =>
      shop.api("POST", "/products", { name: "品", price: 500, taxRate: 8, published: true, ...more });
    const { body: many } = await make({
      variationPattern: "pattern1",
      variations: [
        { name: "多い", quantity: 6 },
        { name: "少ない", quantity: 5, price: 450 },
        { name: "ない", quantity: 0 },
        { name: "空", stockManaged: true },
        { name: "限りなく", stockManaged: false },
      ],
    });
    const { body: hidden } = await make({ published: false, variations: [{ quantity: 9 }] });
    const { status, body } = await visit("GET", "/products");
    expect(status).toBe(200);
    expect(body["items"]).toHaveLength(1);
    expect(
      body["items"][0].variations.map((each: Json) => [each["name"], each["price"], each["stock"]]),
    ).toEqual([
      ["多い", 500, { state: "available" }],
      ["少ない", 450, { state: "few", quantity: 5 }],
      ["ない", 500, { state: "soldOut" }],
      ["空", 500, { state: "soldOut" }],
      ["限りなく", 500, { state: "unlimited" }],
    ]);
    expect((await visit("GET", `/products/${many["id"]}`)).body["name"]).toBe("品");
    expect((await visit("GET", `/products/${hidden["id"]}`)).status).toBe(404);
    const lines = [{ variationId: hidden["variations"][0].id, quantity: 1 }];
    expect(await visit("POST", "/orders", { kind: "normal", lines })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "lines[0].variationId" }] },
    });
    expect((await visit("GET", "/products", undefined, "01-99999")).status).toBe(404);
  });

  it("is searched by a part of a name or code, page by page; what is not published is not found", async () => {
    const make = (name: string, productCode: string, published = true) =>
      shop.api("POST", "/products", {
        name,
        productCode,
        price: 500,
        taxRate: 10,
        published,
        variations: [{ quantity: 1 }],
      });
    await make("竹のざる 大", "ZR-1");
    await make("竹のざる 小", "ZR-2");
    await make("竹のざる 試作", "ZR-3", false);
    const names = async (query: string) => {
      const { body } = await visit("GET", `/products?${query}`);
      return { next: body["nextCursor"], names: body["items"].map((each: Json) => each["name"]) };
    };
    const q = `q=${encodeURIComponent("ざる")}`;
    expect((await names(q)).names).toEqual(["竹のざる 小", "竹のざる 大"]);
    const first = await names(`${q}&limit=1`);
    expect(first.names).toEqual(["竹のざる 小"]);
    expect(await names(`${q}&limit=1&cursor=${first.next}`)).toEqual({ next: null, names: ["竹のざる 大"] });
    expect((await names("q=zr-1")).names).toEqual(["竹のざる 大"]);
    expect((await names("q=nothing-like-it")).names).toEqual([]);
  });

  it("O1, O2: a buyer's order lowers the stock at once and stands in the till's books; the last piece is sold once", async () => {
    const variationId = await shop.link("8000001", { published: true });
    const order = { kind: "normal", lines: [{ variationId, quantity: 10 }], customer: { name: "山田" } };
    const both = await Promise.all([visit("POST", "/orders", order), visit("POST", "/orders", order)]);
    expect(both.map((reply) => reply.status).sort()).toEqual([201, 409]);
    const taken = both.find((reply) => reply.status === 201)?.body as Json;
    expect(taken).toMatchObject({ kind: "normal", subtotal: 10_000, total: 10_000, shippingFee: null });
    expect(both.find((reply) => reply.status === 409)?.body["code"]).toBe("out_of_stock");
    await shop.waitForLink(taken["id"], "registered");
    expect((await shop.api("GET", `/orders/${taken["id"]}`)).body).toMatchObject({ placedBy: "購入者" });
  });

  it("an order at another sum than the buyer was shown is refused and takes nothing; one that was made before is answered", async () => {
    const product = { name: "品", price: 1000, taxRate: 10, published: true, variations: [{ quantity: 5 }] };
    const { id, variations } = (await shop.api("POST", "/products", product)).body;
    const lines = [{ variationId: variations[0].id, quantity: 2 }];
    const key = crypto.randomUUID();
    const order = (as?: string) =>
      visit("POST", "/orders", { kind: "normal", lines, expectedTotal: 2000 }, shop.number, as);
    const made = await order(key);
    expect(made).toMatchObject({ status: 201, body: { total: 2000 } });
    await shop.api("PATCH", `/products/${id}`, { price: 1500 });
    expect(await order()).toMatchObject({ status: 409, body: { code: "price_changed" } });
    expect(await order(key)).toMatchObject({ status: 201, body: { number: made.body["number"] } });
    expect(await shop.quantity(variations[0].id)).toBe(3);
  });

  it("a buyer's word on prices, discounts or kinds that staff enter is refused by its place", async () => {
    const variationId = await shop.link("8000002", { published: true });
    const line = { variationId, quantity: 1 };
    for (const wrong of [
      { kind: "normal", lines: [{ ...line, unitPrice: 1 }] },
      { kind: "normal", lines: [line], discount: 100 },
      { kind: "proxy", lines: [line] },
      { kind: "normal", lines: [] },
    ]) {
      const { status, body } = await visit("POST", "/orders", wrong);
      expect(status).toBe(422);
      expect(body["errors"].length).toBeGreaterThan(0);
    }
    expect(await shop.quantity(variationId)).toBe(10);
  });
});

describe("the pages", () => {
  const get = (path: string, encoding: string) =>
    fetch(`${house.server.url}${path}`, { headers: { "accept-encoding": encoding } });

  it("go out compressed, once for all, to whoever takes that; the text is the same", async () => {
    const page = await get(`/shop/${shop.number}/`, "gzip, deflate, br");
    // What the server draws is compressed for each reader; built files are compressed only once.
    expect(page.headers.get("content-encoding")).toBe("gzip");
    const built = await get(`/shop/${shop.number}/cart`, "gzip, deflate, br");
    expect(built.headers.get("content-encoding")).toBe("br");
    const named = [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)];
    const paths = named.map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(1);
    let size = 0;
    for (const path of paths) {
      const [packed, plain] = [await get(path, "br"), await get(path, "identity")];
      expect(packed.headers.get("vary")).toContain("Accept-Encoding");
      expect(packed.headers.get("cache-control")).toContain("immutable");
      expect(plain.headers.get("content-encoding")).toBeNull();
      size += Number(packed.headers.get("content-length"));
      expect(await packed.text()).toBe(await plain.text());
    }
    // The scripts and styles of the shop's first page: 800 kB uncompressed.
    expect(size).toBeLessThan(260_000);
  });
});
