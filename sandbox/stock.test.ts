import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, sale, until, type Ground } from "./ground.fixture.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

describe("stock and its notice", () => {
  it("goes down with a sale, notes a change row of division 02, and notifies without a quantity", async () => {
    const { body } = await ground.api("POST", "/transactions", sale());
    expect(body).toMatchObject({ transactionHeadId: "1", total: "200", details: [{ productId: "11" }] });
    expect(await ground.stock()).toEqual({ "11": "8" });
    await until("both notices", () => ground.received.length === 2);
    const [notice] = ground.notices();
    expect(notice?.headers).toMatchObject({
      "content-type": "application/json",
      "smaregi-contract-id": "sb_1",
      "smaregi-event": "pos:stock",
      "smaregi-event-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-secret": "s3",
      "user-agent": expect.stringContaining("Smaregi-Platform-Api-Webhook"),
    });
    expect(notice?.body).toEqual({
      contractId: "sb_1",
      event: "pos:stock",
      action: "edited",
      ids: [{ id: "1", productId: "11", storeId: "1" }],
    });
    expect(ground.notices("pos:transactions")[0]?.body).toMatchObject({
      action: "created",
      transactionHeadIds: ["1"],
    });
    expect((await ground.api("GET", "/stock/changes/11/1?id=1")).body).toMatchObject([
      { id: "1", amount: "-2", stockAmount: "8", stockDivision: "02", productId: "11", storeId: "1" },
    ]);
  });

  it("has a row from the first movement on, not before", async () => {
    expect((await ground.api("GET", "/stock?product_id=12")).body).toEqual([]);
    await ground.api("POST", "/transactions", sale({}, { productId: "12" }));
    expect((await ground.api("GET", "/stock?product_id=12")).body).toMatchObject([
      { productId: "12", stockAmount: "-2", layawayStockAmount: "0" },
    ]);
  });

  it("is listed whole, whatever is asked for, with a switch", async () => {
    await ground.api("POST", "/transactions", sale());
    await ground.control("PATCH", "/switches", { filters: "ignored" });
    expect((await ground.api("GET", "/stock?store_id=9&product_id=12")).body).toMatchObject([
      { storeId: "1", productId: "11" },
    ]);
  });

  it("does not move for a product without stock control, and nobody is told", async () => {
    await ground.api("POST", "/transactions", sale({}, { productId: "13" }));
    await until("the transaction's notice", () => ground.notices("pos:transactions").length === 1);
    expect(ground.notices()).toEqual([]);
    expect((await ground.api("GET", "/stock?product_id=13")).body).toEqual([]);
  });

  it("stores an unknown product of a line as null, and moves nothing", async () => {
    const { status, body } = await ground.api("POST", "/transactions", sale({}, { productId: "99" }));
    expect([status, body.details[0].productId]).toEqual([200, null]);
    expect(await ground.stock()).toEqual({ "11": "10" });
  });

  it.each([
    ["empty", 200],
    [404, 404],
    [400, 400],
  ])("of an unknown product is answered as the switch says: %s", async (unknownProductStock, status) => {
    await ground.control("PATCH", "/switches", { unknownProductStock });
    expect((await ground.api("GET", "/stock?product_id=99")).status).toBe(status);
  });

  it("comes back with a line of a return", async () => {
    const back = { transactionDetailDivision: "2" };
    const { status } = await ground.api(
      "POST",
      "/transactions",
      sale({ subtotal: "-200", total: "-200" }, back),
    );
    expect(status).toBe(200);
    expect(await ground.stock()).toEqual({ "11": "12" });
  });

  it("moves later than the answer where the switch says so", async () => {
    await ground.control("PATCH", "/switches", { stockDelayMs: 100 });
    await ground.api("POST", "/transactions", sale());
    expect(await ground.stock()).toEqual({ "11": "10" });
    await until("the stock moves", async () => (await ground.stock())["11"] === "8");
    await until("its notice", () => ground.notices().length === 1);
  });
});

describe("stock written over the API", () => {
  it("is set or added to, and notified", async () => {
    const set = await ground.api("PATCH", "/stock/11", {
      storeId: "1",
      stockAmount: "-5",
      stockHistory: { memo: "棚卸" },
    });
    expect(set.body).toMatchObject({ stockAmount: "-5", stockHistory: { id: "1", memo: "棚卸" } });
    const added = await ground.api("POST", "/stock/11/add", { storeId: "1", stockAmount: "7" });
    expect(added.body).toMatchObject({ stockAmount: "2" });
    await until("two notices", () => ground.notices().length === 2);
  });

  it.each([
    ["out of range", "11", { storeId: "1", stockAmount: "1000000000" }, 400],
    ["for an unknown store", "11", { storeId: "9", stockAmount: "1" }, 400],
    ["for an unknown product", "99", { storeId: "1", stockAmount: "1" }, 404],
    ["as a number", "11", { storeId: "1", stockAmount: 1 }, 400],
    ["with an unknown key", "11", { storeId: "1", stockAmount: "1", hello: "1" }, 400],
  ])("is refused %s", async (_, productId, body, status) => {
    expect((await ground.api("PATCH", `/stock/${productId}`, body)).status).toBe(status);
    expect(await ground.stock()).toEqual({ "11": "10" });
  });

  it.each([
    ["none", 200, "1000000001"],
    ["clamp", 200, "999999999"],
    ["refuse", 400, "999999999"],
  ])("a sale that leaves the range is met as the switch says: %s", async (overRangeStock, status, after) => {
    await ground.api("PATCH", "/stock/11", { storeId: "1", stockAmount: "999999999" });
    await ground.control("PATCH", "/switches", { overRangeStock });
    const back = sale({ subtotal: "-200", total: "-200" }, { transactionDetailDivision: "2" });
    expect((await ground.api("POST", "/transactions", back)).status).toBe(status);
    expect(await ground.stock()).toEqual({ "11": after });
  });
});

describe("many at once", () => {
  it("takes ten thousand changes in one call, one notice for all, and lists them by pages with a link", async () => {
    const products = Array.from({ length: 10_000 }, (_, nth) => ({ productId: String(100_000 + nth) }));
    await ground.control("POST", "/contracts/sb_1/products", products);
    const changes = products.map(({ productId }, nth) => ({ productId, storeId: "1", stockAmount: nth }));
    expect(await ground.control("POST", "/contracts/sb_1/stock", { changes })).toEqual({ changed: 10_000 });
    await until("the notice", () => ground.notices().length === 1);
    expect(ground.notices()[0]?.body.ids).toHaveLength(10_000);

    const seen = new Set<string>();
    let path: string | undefined = "/stock?store_id=1&limit=1000";
    let pages = 0;
    while (path !== undefined) {
      const page = await ground.api("GET", path);
      for (const row of page.body) seen.add(row.productId);
      path = /<\/sb_1\/pos(.*)>; rel="next"/.exec(page.headers.get("link") ?? "")?.[1];
      pages += 1;
    }
    expect([seen.size, pages]).toEqual([10_001, 11]);
    await ground.control("PATCH", "/switches", { linkHeader: false });
    expect((await ground.api("GET", "/stock?limit=1000")).headers.get("link")).toBeNull();
  });

  it("changes nothing where one of the changes names no product", async () => {
    const changes = [
      { productId: "11", storeId: "1", stockAmount: 1 },
      { productId: "99", storeId: "1", amount: 1 },
    ];
    expect(await ground.control("POST", "/contracts/sb_1/stock", { changes })).toMatchObject({ status: 400 });
    expect(await ground.stock()).toEqual({ "11": "10" });
  });
});
