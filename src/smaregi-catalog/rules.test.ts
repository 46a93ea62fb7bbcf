import { describe, expect, it } from "vitest";
import {
  compareLink,
  effectiveTax,
  grossPrice,
  isShrunk,
  knownTaxes,
  notSellable,
  planCatalogRead,
  searchForm,
  searchWords,
  type TheirProduct,
} from "./rules.ts";

const plain: TheirProduct = {
  taxDivision: "0",
  takesCategoryTax: false,
  reduceTaxId: null,
  categoryId: null,
  price: 1080,
  openPrice: false,
  stockManaged: true,
  notForSale: false,
  division: "0",
  notSoldIn: null,
};
const taxes = knownTaxes({
  categories: [
    { categoryId: "1", taxDivision: null, reduceTaxId: null },
    { categoryId: "2", taxDivision: null, reduceTaxId: "10000001" },
    { categoryId: "3", taxDivision: "2", reduceTaxId: null },
    { categoryId: "4", taxDivision: null, reduceTaxId: "0" },
  ],
  taxRates: [
    { reduceTaxId: "20000001", rate: 8, byCondition: false },
    { reduceTaxId: "20000002", rate: 8, byCondition: true },
    { reduceTaxId: "20000003", rate: 5, byCondition: false },
    { reduceTaxId: "20000004", rate: 10, byCondition: false },
  ],
});

describe("the rate that a product is sold at", () => {
  it.each<[what: string, product: Partial<TheirProduct>, rate: number | null]>([
    ["標準", {}, 10],
    ["an empty mark is none", { reduceTaxId: "" }, 10],
    ["軽減", { reduceTaxId: "10000001" }, 8],
    ["選択[標準]", { reduceTaxId: "10000002" }, 10],
    ["選択[軽減]", { reduceTaxId: "10000003" }, 8],
    ["選択[選択]: nobody knows which", { reduceTaxId: "10000004" }, null],
    ["one of the contract's own, looked up", { reduceTaxId: "20000001" }, 8],
    ["its own usual one", { reduceTaxId: "20000004" }, 10],
    ["its own by condition", { reduceTaxId: "20000002" }, null],
    ["its own at a rate that is none of ours", { reduceTaxId: "20000003" }, null],
    ["one that was never read", { reduceTaxId: "20000009" }, null],
    ["非課税", { taxDivision: "2", reduceTaxId: "10000001" }, 0],
    ["部門 decides, and says nothing", { takesCategoryTax: true, categoryId: "1" }, 10],
    [
      "部門 decides, answered in the product",
      { takesCategoryTax: true, categoryId: "2", reduceTaxId: "10000001" },
      8,
    ],
    ["部門 decides, not answered in the product", { takesCategoryTax: true, categoryId: "2" }, 8],
    ["a mark 0 is none", { takesCategoryTax: true, categoryId: "4", reduceTaxId: "0" }, 10],
    [
      "product and 部門 contradict each other: 要確認",
      { takesCategoryTax: true, categoryId: "1", reduceTaxId: "10000001" },
      null,
    ],
    ["部門 is not taxed, the product is: 要確認", { takesCategoryTax: true, categoryId: "3" }, null],
    [
      "部門 not read, the product answers",
      { takesCategoryTax: true, categoryId: "9", reduceTaxId: "10000001" },
      8,
    ],
    ["部門 not read, the product does not answer", { takesCategoryTax: true, categoryId: "9" }, null],
    ["no 部門 at all", { takesCategoryTax: true, categoryId: null, reduceTaxId: "10000001" }, 8],
    ["its own, whatever its 部門 says", { categoryId: "2" }, 10],
  ])("%s", (_, product, rate) => {
    expect(effectiveTax({ ...plain, ...product }, taxes)).toBe(rate);
  });
});

it.each<[Partial<TheirProduct>, 0 | 8 | 10 | null, number | null]>([
  [{}, 10, 1080],
  [{}, null, 1080],
  [{ taxDivision: "1" }, 8, 1166],
  [{ taxDivision: "1", price: 105 }, 10, 115],
  [{ taxDivision: "1" }, null, null],
  [{ taxDivision: "2" }, 0, 1080],
  [{ taxDivision: null }, 10, 1080],
  [{ openPrice: true }, 10, null],
  [{ price: null }, 10, null],
])("the price with tax of %j at %s %% is %s", (product, rate, price) => {
  expect(grossPrice({ ...plain, ...product }, rate)).toBe(price);
});

it("a product can't be sold: 売上対象外, 回数券, オプション, or not in this store", () => {
  const all = { ...plain, notForSale: true, division: "1", notSoldIn: ["2", "1"] };
  expect(notSellable(all, "1")).toEqual(["notForSale", "ticket", "notInStore"]);
  expect(notSellable({ ...plain, division: "2", notSoldIn: ["2"] }, "1")).toEqual(["option"]);
  expect(notSellable(plain, "1")).toEqual([]);
});

describe("P7: the two sides of a link", () => {
  const at = { storeId: "1", taxes };
  it.each<[string, Partial<TheirProduct>, object[]]>([
    ["agree", {}, []],
    ["differ in the tax rate", { reduceTaxId: "10000001" }, [{ kind: "taxRate", ours: 10, theirs: 8 }]],
    [
      "differ in the rate of the 部門",
      { takesCategoryTax: true, categoryId: "2" },
      [{ kind: "taxRate", ours: 10, theirs: 8 }],
    ],
    ["非課税 there", { taxDivision: "2" }, [{ kind: "taxRate", ours: 10, theirs: 0 }]],
    ["a rate that nobody can tell is no difference", { reduceTaxId: "10000004" }, []],
    ["differ in the price", { price: 1100 }, [{ kind: "price", ours: 1080, theirs: 1100 }]],
    ["the price there is without tax", { price: 982, taxDivision: "1" }, []],
    ["its tax is rounded up here", { price: 981, taxDivision: "1" }, []],
    [
      "the price there with tax is a yen less",
      { price: 1079 },
      [{ kind: "price", ours: 1080, theirs: 1079 }],
    ],
    [
      "the price there is without tax, and of another yen",
      { price: 980, taxDivision: "1" },
      [{ kind: "price", ours: 1080, theirs: 1078 }],
    ],
    ["an open price is no difference", { openPrice: true, price: 1 }, []],
    ["no stock control there", { stockManaged: false }, [{ kind: "stockControl" }]],
    ["not to be sold", { notForSale: true }, [{ kind: "notSellable", why: ["notForSale"] }]],
  ])("%s", (_, product, found) => {
    expect(compareLink({ taxRate: 10, price: 1080 }, { ...plain, ...product }, at)).toEqual(found);
  });
});

it.each([
  [0, 0, false],
  [100, 0, false],
  [100, 10, false],
  [100, 11, true],
  [1, 1, true],
  [5, 5, true],
  [20, 2, false],
])("of %i products %i are missing: a slip is likelier: %s", (before, missing, shrunk) => {
  expect(isShrunk(before, missing)).toBe(shrunk);
});

describe("how the mirror is read", () => {
  const now = new Date("2026-11-26T00:00:00Z");
  const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const day = 1_440;
  const filled = { asked: null, filledAt: ago(day), readUntil: ago(day) };
  const ids = (count: number) => Array.from({ length: count }, (_, nth) => String(nth));
  it.each<[string, Parameters<typeof planCatalogRead>[0], string[], object]>([
    ["never read: all of it", { asked: null, filledAt: null, readUntil: null }, ["1"], { way: "full" }],
    ["all of it is asked for", { ...filled, asked: "full" }, ["1"], { way: "full" }],
    ["nothing is asked for", filled, [], { way: "nothing" }],
    ["few by their ID", filled, ids(20), { way: "singles" }],
    ["many by the window of changes", filled, ids(21), { way: "changes", from: ago(day + 2) }],
    [
      "what changed is asked for",
      { ...filled, asked: "changes" },
      [],
      { way: "changes", from: ago(day + 2) },
    ],
    [
      "a window longer than Smaregi's",
      { ...filled, asked: "changes", readUntil: ago(30 * day + 1) },
      [],
      { way: "full" },
    ],
    [
      "one of just 30 days",
      { ...filled, asked: "changes", readUntil: ago(30 * day) },
      [],
      { way: "changes", from: ago(30 * day + 2) },
    ],
    [
      "a mark that is still to come",
      { ...filled, asked: "changes", readUntil: ago(-1) },
      [],
      { way: "full" },
    ],
    ["a mark of now", { ...filled, asked: "changes", readUntil: now }, [], { way: "changes", from: ago(2) }],
  ])("%s", (_, catalog, asked, plan) => {
    expect(planCatalogRead(catalog, asked, now)).toEqual(plan);
  });
});

it("P10: a product is found by what reads the same: width, kana, case and blanks are nothing", () => {
  expect(searchForm("ﾑｽﾋﾞ てぃーしゃつ Ｍ")).toBe("ムスビティーシャツm");
  const found = {
    name: "結び Ｔシャツ",
    kana: "ムスビ",
    productCode: "TS-M",
    groupCode: null,
    supplierProductNo: null,
  };
  expect(searchWords({ smaregiProductId: "8000012", ...found })).toBe("8000012\nts-m\n結ビtシャツ\nムスビ");
});
