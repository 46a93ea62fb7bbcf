import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openGround, until, type Ground, type Json } from "./ground.fixture.ts";
import { tenMinuteContract, tenMinuteFile } from "./ten-minutes.ts";

let ground: Ground;
beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground.close());
beforeEach(() => ground.fresh());

const put = (products: object[]) => ground.control("POST", "/contracts/sb_1/products", products);
const switches = (patch: object) => ground.control("PATCH", "/switches", patch);
const product = async (id: string, query = "") => (await ground.api("GET", `/products/${id}${query}`)).body;

describe("products", () => {
  it("take their 軽減税率 from their 部門 where they say so, resolved or as they have it", async () => {
    await ground.control("POST", "/contracts/sb_1/categories", {
      categories: [{ categoryId: "5", categoryName: "食品", reduceTaxId: "10000001" }],
    });
    await put([{ productId: "21", categoryId: "5" }]);
    expect(await product("21")).toMatchObject({ useCategoryReduceTax: "1", reduceTaxId: "10000001" });
    expect(await product("11")).toMatchObject({ useCategoryReduceTax: "0", reduceTaxId: "10000001" });
    await switches({ categoryTaxResolved: false });
    expect(await product("21")).toMatchObject({ useCategoryReduceTax: "1", reduceTaxId: null });
    expect((await ground.api("GET", "/categories")).body).toMatchObject([
      { categoryId: "5", reduceTaxId: "10000001", taxDivision: null },
    ]);
  });

  it("tell who sells them and what a sale takes instead, where that is asked for", async () => {
    await put([
      {
        productId: "21",
        stores: [{ storeId: "1", assignDivision: "1" }],
        inventoryReservations: [{ reservationProductId: "11", reservationAmount: 2 }],
      },
    ]);
    const [, , , row] = (await ground.api("GET", "/products?with_stores=all&with_inventory_reservations=all"))
      .body;
    expect(row.stores).toEqual([
      { storeId: "1", assignDivision: "1" },
      { storeId: "2", assignDivision: "0" },
      { storeId: "3", assignDivision: "0" },
    ]);
    expect(row.inventoryReservations).toEqual([{ reservationProductId: "11", reservationAmount: "2" }]);
    expect(await product("21")).not.toHaveProperty("stores");
  });

  it("come with what hangs on them a hundred a page at most with a switch", async () => {
    const asked = (limit: number) => ground.api("GET", `/products?with_stores=all&limit=${limit}`);
    expect((await asked(1000)).status).toBe(200);
    await switches({ besideLimit: 100 });
    expect((await asked(101)).status).toBe(400);
    expect((await asked(100)).status).toBe(200);
    expect((await ground.api("GET", "/products?limit=1000")).status).toBe(200);
  });

  it("are found by product_id only with a switch, and unknown fields are refused only with one", async () => {
    expect((await ground.api("GET", "/products?product_id=11")).status).toBe(400);
    expect((await ground.api("GET", "/products?fields=productId,colour")).body[0]).toEqual({
      productId: "11",
    });
    await switches({ productIdFilter: true, unknownField: 400 });
    expect((await ground.api("GET", "/products?product_id=11")).body).toHaveLength(1);
    expect((await ground.api("GET", "/products?fields=productId,colour")).status).toBe(400);
  });

  it("have tax rates: those of every contract and its own, and the usual one of a day", async () => {
    const rates: Json[] = (await ground.api("GET", "/reduce_tax_rates")).body;
    expect(rates.map((rate) => rate.reduceTaxId)).toEqual(["10000001", "10000002", "10000003", "10000004"]);
    const asked = await ground.api("GET", "/consumption_tax_rates?target_date=2026-11-26");
    expect(asked.body).toEqual([{ applyStartDate: "2019-10-01", taxRate: "10.000", taxRounding: "1" }]);
  });
});

describe("notifications of products", () => {
  const notices = async (count: number): Promise<Json[]> => {
    await until("they came", () => ground.notices("pos:products").length === count);
    return ground.notices("pos:products").map(({ body: { action, productIds } }) => ({ action, productIds }));
  };

  it("name one that was made, changed or deleted, and many as a bulk", async () => {
    await put([{ productId: "21" }]);
    await notices(1);
    await put([{ productId: "21", price: 200 }]);
    await notices(2);
    await put([{ productId: "21" }, { productId: "22" }]);
    await notices(3);
    await ground.control("POST", "/contracts/sb_1/products/delete", { productIds: ["21", "22"] });
    expect(await notices(4)).toEqual([
      { action: "created", productIds: ["21"] },
      { action: "edited", productIds: ["21"] },
      { action: "bulk-update", productIds: ["22", "21"] },
      { action: "bulk-deleted", productIds: ["21", "22"] },
    ]);
  });

  it("name the first hundred of a bulk, or none, with a switch", async () => {
    const many = Array.from({ length: 101 }, (_, nth) => ({ productId: String(1_000 + nth) }));
    await switches({ bulkIds: "first100" });
    await put(many);
    expect((await notices(1))[0].productIds).toHaveLength(100);
    await switches({ bulkIds: "none" });
    await put(many);
    expect((await notices(2))[1]).toEqual({ action: "bulk-update", productIds: [] });
  });

  it("name the 部門 that changed", async () => {
    await ground.control("POST", "/contracts/sb_1/categories", { categories: [{ categoryId: "5" }] });
    await until("it came", () => ground.notices("pos:categories").length === 1);
    expect(ground.notices("pos:categories")[0]?.body.categoryIds).toEqual(["5"]);
  });
});

describe("the seed of the ten-minute test", () => {
  it("has 1,000 products here and 1,200 in Smaregi, every name once, a code at most once in Smaregi", () => {
    const { products } = tenMinuteContract();
    const codes = products.flatMap((each) => (each["productCode"] === null ? [] : [each["productCode"]]));
    const rows = tenMinuteFile().trim().split("\r\n").slice(1);
    expect([products.length, rows.length]).toEqual([1_200, 1_000]);
    expect(new Set(codes).size).toBe(codes.length);
    expect(new Set(rows.map((row) => row.split(",")[1])).size).toBe(1_000);
  });

  it("stands in a contract, and its file is given, over the control API", async () => {
    const made = await ground.control("PUT", "/contracts/sb_ten/ten-minutes");
    expect(made).toMatchObject({ products: expect.any(Array), clientId: "ten-minutes" });
    const file = await fetch(`${ground.sandbox.url}/_sandbox/ten-minutes.csv`);
    expect(await file.text()).toBe(tenMinuteFile().replace("\uFEFF", ""));
  });
});
