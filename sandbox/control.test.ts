import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, until, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

describe("contracts", () => {
  it("are shown whole, listed in short, and taken away", async () => {
    expect(await ground.control("GET", "/contracts/sb_1")).toMatchObject({
      clientId: "client",
      clientSecret: "secret",
      scopes: expect.arrayContaining(["pos.stock:read", "pos.stocktaking:read"]),
      terminals: [{ terminalId: "1" }, { terminalId: "3" }],
      products: [{ productId: "11", price: "108" }, {}, {}],
      stock: [{ productId: "11", stockAmount: "10" }],
    });
    expect(await ground.control("GET", "/contracts")).toMatchObject([{ contractId: "sb_1", products: 3 }]);
    expect(await ground.control("DELETE", "/contracts/sb_1")).toEqual({ deleted: true });
    expect(await ground.control("GET", "/contracts/sb_1")).toMatchObject({ status: 404 });
  });

  it("take new products, and change of known ones only what is given", async () => {
    const products = [{ productId: "11", price: 200 }, { productId: "14" }];
    expect(await ground.control("POST", "/contracts/sb_1/products", { products })).toEqual({ products: 4 });
    expect((await ground.api("GET", "/products/11")).body).toMatchObject({
      price: "200",
      productName: "珈琲",
    });
    await ground.control("DELETE", "/contracts/sb_1/products/11");
    expect((await ground.api("GET", "/products/11")).status).toBe(404);
    expect((await ground.api("GET", "/stock?product_id=11")).body).toEqual([]);
  });

  it.each([
    ["PUT", "/contracts/sb_1", { stores: [{ storeName: "x" }] }],
    ["PUT", "/contracts/sb_1", { shops: [] }],
    ["POST", "/contracts/sb_1/stock", { changes: [{ productId: "11", storeId: "1" }] }],
    ["POST", "/contracts/sb_1/stock", { changes: [{ productId: "11", storeId: "1", amount: "many" }] }],
    ["POST", "/contracts/sb_1/sales", { storeId: "1", terminalId: "1", lines: [] }],
    ["PUT", "/webhook", { url: "not an address" }],
    ["POST", "/faults", "{broken"],
  ])("refuse what is wrong in words: %s %s %j", async (method, path, body) => {
    const answer = await ground.control(method, path, body);
    expect(answer).toMatchObject({ status: 400, detail: expect.stringMatching(/.{10}/) });
  });
});

describe("the till", () => {
  it("sells: books with the tax of each rate, stock, notices", async () => {
    const lines = [
      { productId: "11", quantity: 2 },
      { productId: "12", quantity: 1, salesPrice: 110 },
    ];
    const sold = await ground.control("POST", "/contracts/sb_1/sales", {
      storeId: "1",
      terminalId: "1",
      lines,
    });
    expect(sold).toMatchObject({ total: "326", taxInclude: "26", depositCash: "326", terminalId: "1" });
    expect(await ground.stock()).toEqual({ "11": "8", "12": "-1" });
    await until("both notices", () => ground.received.length === 2);
    expect(ground.notices()[0]?.body.ids).toHaveLength(2);
  });

  it("takes discounts off a line and the subtotal, each rate's part of the tax, and gives change", async () => {
    const lines = [
      { productId: "11", quantity: 2, unitDiscountPrice: 8 },
      { productId: "12", quantity: 1, salesPrice: 110 },
    ];
    const at = { storeId: "1", terminalId: "1" };
    const sell = (sold: object) => ground.control("POST", "/contracts/sb_1/sales", { ...at, ...sold });
    expect(await sell({ lines, subtotalDiscountPrice: 26, depositCash: 500 })).toMatchObject({
      subtotal: "310",
      subtotalDiscountPrice: "26",
      total: "284",
      // The discount of 26 takes 9 from the goods taxed at 10 %, and 17 from the rest. What is left contains 9 and 13 of tax.
      taxInclude: "22",
      deposit: "500",
      depositCash: "500",
      change: "216",
      details: [{ unitDiscountPrice: "8", unitDiscountSum: "16", unitDiscountedSum: "200" }, {}],
    });
    expect(await sell({ lines, depositCash: 309 })).toMatchObject({ status: 400 });
    expect(await sell({ lines, subtotalDiscountPrice: 311 })).toMatchObject({ status: 400 });
    expect(await sell({ lines: [{ ...lines[0], unitDiscountPrice: 109 }] })).toMatchObject({ status: 400 });
    expect(await sell({ lines: [{ ...lines[0], unitDiscountPrice: -1 }] })).toMatchObject({ status: 400 });
    expect(await ground.books()).toHaveLength(1);
  });

  it("refuses a strange product, store or terminal", async () => {
    const sell = (more: object) =>
      ground.control("POST", "/contracts/sb_1/sales", {
        storeId: "1",
        terminalId: "1",
        lines: [{ productId: "11", quantity: 1 }],
        ...more,
      });
    for (const more of [
      { storeId: "9" },
      { terminalId: "3" },
      { lines: [{ productId: "99", quantity: 1 }] },
    ]) {
      expect(await sell(more)).toMatchObject({ status: 400 });
    }
    expect(await ground.books()).toEqual([]);
  });

  it("cancels and disposes what the app registered", async () => {
    for (let turn = 0; turn < 2; turn += 1) await ground.api("POST", "/transactions", sale());
    const at = "/contracts/sb_1/transactions";
    expect(await ground.control("POST", `${at}/1/cancel`)).toMatchObject({ cancelDivision: "1" });
    expect(await ground.control("POST", `${at}/2/dispose`)).toMatchObject({ disposeDivision: "2" });
    expect(await ground.control("POST", `${at}/1/cancel`)).toMatchObject({ status: 400 });
    expect(await ground.stock()).toEqual({ "11": "10" });
    expect(await ground.control("GET", `${at}?terminalId=1&last=1`)).toMatchObject([
      { transactionHeadId: "3" },
    ]);
    expect(await ground.control("GET", `${at}?terminalId=2`)).toEqual([]);
  });
});

describe("what is told", () => {
  it("counts calls by their kind, and lists those since a number", async () => {
    await ground.api("GET", "/products/11");
    await ground.api("GET", "/products/12?fields=productId");
    const { counts, calls } = await ground.control("GET", "/calls?contractId=sb_1");
    expect(counts).toEqual({ "GET /products/{id}": 2 });
    expect(calls[1]).toMatchObject({
      contractId: "sb_1",
      method: "GET",
      path: "/sb_1/pos/products/12",
      query: "?fields=productId",
      status: 200,
    });
    const since = await ground.control("GET", `/calls?since=${calls[0].seq}`);
    expect(since.calls).toHaveLength(1);
    await ground.control("DELETE", "/calls");
    expect(await ground.control("GET", "/calls")).toEqual({ counts: {}, calls: [] });
  });

  it("streams calls, notifications, stock and transactions as they happen", async () => {
    const stop = new AbortController();
    const response = await fetch(`${ground.sandbox.url}/_sandbox/events`, { signal: stop.signal });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let seen = (await reader?.read())?.value ?? "";
    await ground.api("POST", "/transactions", sale());
    while (!/event: notification[^]*event: notification/.test(seen))
      seen += (await reader?.read())?.value ?? "";
    stop.abort();
    for (const event of ["call", "stock", "transaction"]) expect(seen).toContain(`event: ${event}\n`);
    expect(seen).toContain('"difference":-2');
  });

  it("answers in words to an address that does not exist", async () => {
    expect(await ground.control("GET", "/nothing")).toMatchObject({ status: 404 });
  });

  it("leads from the root to the till page, which loads nothing from elsewhere", async () => {
    const root = await fetch(ground.sandbox.url);
    expect(root.url).toBe(`${ground.sandbox.url}/till`);
    const page = await root.text();
    expect(page).not.toMatch(/https?:\/\//);
    for (const [, path] of page.matchAll(/(?:src|href)="(\/till\/[^"]+)"/g)) {
      expect((await fetch(`${ground.sandbox.url}${path}`)).status).toBe(200);
    }
    expect((await fetch(`${ground.sandbox.url}/till/..%2Fstart.ts`)).status).toBe(404);
  });
});
