import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Shop } from "../support/shop.ts";

let house: SharedHouse;
let shop: Shop;
let stranger: Shop;
let variation = "";
let strange = "";
beforeAll(async () => {
  house = await sharedHouse(patient);
  shop = await house.openShop();
  stranger = await house.openShop();
  variation = await shop.link("8000001");
  strange = await stranger.link("8000001");
});
afterAll(() => house.close());

const order = (line: object, more: object = {}) => ({ kind: "normal", lines: [line], ...more });
const product = (more: object) => ({ name: "品", price: 100, taxRate: 10, ...more });

async function refused(
  path: string,
  body: unknown,
  status: number,
  at?: string,
  headers?: Record<string, string>,
) {
  const before = await shop.quantity(variation);
  const reply = await shop.api("POST", path, body, headers);
  expect(reply.status, JSON.stringify(reply.body).slice(0, 500)).toBe(status);
  expect(reply.body).toMatchObject({
    status,
    title: expect.any(String),
    detail: expect.any(String),
    code: expect.any(String),
  });
  if (at !== undefined)
    expect(reply.body["errors"].map((error: { path: string }) => error.path)).toContain(at);
  expect(await shop.quantity(variation)).toBe(before);
}

describe("bad input is a 4xx problem that names the field, and changes nothing", () => {
  it("an order of no pieces, of a variation that nobody has, of no line, of a discount above its worth", async () => {
    const one = { variationId: variation, quantity: 1 };
    await refused("/orders", order({ ...one, quantity: 0 }), 422, "lines[0].quantity");
    const unknown = "01a20a66-c2f5-74aa-9594-0cc1570362f3";
    await refused("/orders", order({ ...one, variationId: unknown }), 422, "lines[0].variationId");
    await refused(
      "/orders",
      order({ ...one, variationId: "'; drop table orders; --" }),
      422,
      "lines[0].variationId",
    );
    await refused("/orders", { kind: "normal", lines: [] }, 422, "lines");
    await refused("/orders", order(one, { discount: 5000 }), 422, "total");
    const lines = Array.from({ length: 10_000 }, () => one);
    await refused("/orders", { kind: "normal", lines }, 422, "lines");
  });

  it("another merchant's variation, product and order", async () => {
    await refused("/orders", order({ variationId: strange, quantity: 1 }), 422, "lines[0].variationId");
    const placed = await stranger.order([{ variationId: strange, quantity: 1 }]);
    expect((await shop.api("GET", `/orders/${placed["id"]}`)).status).toBe(404);
    expect((await shop.api("PATCH", `/orders/${placed["id"]}`, { discount: 1 })).status).toBe(404);
    expect((await shop.api("POST", `/orders/${placed["id"]}/status`, { status: "cancelled" })).status).toBe(
      404,
    );
    expect((await shop.api("GET", `/variations/${strange}/movements`)).status).toBe(404);
    const [theirs] = (await stranger.api("GET", "/products")).body["items"];
    for (const method of ["GET", "DELETE"])
      expect((await shop.api(method, `/products/${theirs.id}`)).status).toBe(404);
    expect((await shop.api("PATCH", `/products/${theirs.id}`, { name: "奪" })).status).toBe(404);
    const mine = (await shop.api("GET", "/products")).body["items"][0];
    const stolen = await shop.api("PATCH", `/products/${mine.id}`, { variations: [{ id: strange }] });
    expect(stolen).toMatchObject({ status: 422, body: { errors: [{ path: "variations[0].id" }] } });
  });

  it("broken JSON, another type of body, a list for an object, nothing at all", async () => {
    await refused("/orders", "{", 400);
    await refused("/orders", '{"kind":', 400);
    await refused("/orders", "[]", 422);
    await refused("/orders", "null", 422);
    await refused("/orders", "a=1", 415, undefined, { "content-type": "application/x-www-form-urlencoded" });
    await refused("/orders", "{}", 415, undefined, { "content-type": "text/plain" });
    expect((await shop.api("POST", "/orders")).status).toBeGreaterThanOrEqual(400);
    expect((await shop.api("POST", "/orders")).status).toBeLessThan(500);
  });

  it("a megabyte of name, and names that no database can hold", async () => {
    await refused("/products", product({ name: "あ".repeat(400_000) }), 413);
    await refused("/products", product({ name: "a".repeat(300_000) }), 422, "name");
    await refused("/products", '{"name":"\\ud800","price":1,"taxRate":10}', 422, "name");
    const broken = order({ variationId: variation, quantity: 1 }, { customer: { name: "\ud800" } });
    await refused("/orders", broken, 422, "customer");
  });

  it("emoji and rare kanji are names like any other", async () => {
    const reply = await shop.api("POST", "/products", product({ name: "🍙 𠮷野 ①髙㈱～" }));
    expect(reply).toMatchObject({ status: 201, body: { name: "🍙 𠮷野 ①髙㈱～" } });
  });

  it("a missing or wrong key is 401, a wrong address 404", async () => {
    const at = `${house.server.url}/api/v1/products`;
    for (const authorization of ["", "Bearer ", "Bearer mk_wrong", "Basic abc", `Bearer ${shop.apiKey}x`]) {
      const response = await fetch(at, { headers: { authorization } });
      expect(response.status).toBe(401);
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
    expect((await shop.api("GET", "/nowhere")).status).toBe(404);
    expect((await shop.api("GET", "/products/x")).status).toBe(404);
    expect((await shop.api("GET", "/orders?cursor=%00")).status).toBe(422);
    expect((await shop.api("GET", "/orders?limit=0")).status).toBe(422);
    expect((await shop.api("GET", "/integration-log?state=closed")).status).toBe(422);
    expect((await shop.api("POST", "/integration-log/99999999999999999999/handled")).status).toBe(404);
  });

  it("speaks the reader's language", async () => {
    const english = await shop.api("POST", "/orders", order({ variationId: variation, quantity: 0 }), {
      "accept-language": "en-US",
    });
    expect(english.body["title"]).toBe("Unprocessable content");
    const japanese = await shop.api("POST", "/orders", order({ variationId: variation, quantity: 1.5 }));
    expect(japanese.body["errors"][0].message).toBe("整数を指定してください。");
  });
});
