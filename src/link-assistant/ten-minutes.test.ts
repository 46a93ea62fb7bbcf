import { expect, it } from "vitest";
import { tenMinuteContract, tenMinuteFile } from "../../sandbox/ten-minutes.ts";
import { notSellable } from "../smaregi-catalog/rules.ts";
import type { Ours, Theirs } from "./judge/rules.ts";
import { ours, theirs } from "./match.fixture.ts";
import { countClasses, layOut, match, settle } from "./rules.ts";

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** Both sides of the seed, as runs see them: store 1. */
function seed(): { here: Ours[]; there: Theirs[] } {
  const rows = tenMinuteFile().trim().split("\r\n").slice(1);
  const here = rows.map((row, nth) => {
    const [code = "", productName = "", price, , jan = "", , linked = ""] = row.split(",");
    const smaregiProductId = linked === "" ? null : linked;
    const codes = code === "" ? [] : [code];
    return ours(String(nth), {
      productName,
      codes,
      parentCode: code,
      jan: jan === "" ? null : jan,
      price: Number(price),
      smaregiProductId,
    });
  });
  const { products, stock } = tenMinuteContract();
  const linked = new Set(here.map((each) => each.smaregiProductId));
  const stocks = new Map(
    stock.flatMap((row) => (row.storeId === "1" ? [[row.productId, Number(row.stockAmount)]] : [])),
  );
  const there = products.map((product) => {
    const id = String(product["productId"]);
    const isReduced = product["reduceTaxId"] === "10000001" || product["categoryId"] === "2";
    const marks = { notForSale: false, division: text(product["division"]) ?? "0" };
    const notSoldIn = product.stores?.map((each) => String(each["storeId"])) ?? null;
    return theirs(id, {
      name: String(product["productName"]),
      code: text(product["productCode"]),
      price: Number(product["price"]),
      taxRate: isReduced ? 8 : 10,
      stockManaged: product["stockControlDivision"] !== "1",
      notSellable: notSellable({ ...marks, notSoldIn }, "1"),
      takesOtherStock: product.inventoryReservations !== undefined,
      stock: stocks.get(id) ?? null,
      linked: linked.has(id) ? 1 : 0,
    });
  });
  return { here, there };
}

it("B7: of 1,000 products here and 1,200 in Smaregi, 900 are certain, 50 likely by name, and no trap is either", () => {
  const { here, there } = seed();
  const field = layOut(here, there);
  const matches = settle(
    here.filter((each) => each.smaregiProductId === null).map((each) => match(each, field)),
  );
  expect(countClasses(matches)).toEqual({ certain: 900, likely: 52, conflict: 17, none: 30 });
  const named = matches.flatMap((each) =>
    each.candidates[0]?.reasons.includes("name") === true ? [each.class] : [],
  );
  expect(named.filter((kind) => kind === "likely")).toHaveLength(50);
  const taken = matches.filter((each) => each.class === "certain").map((each) => Number(each.variationId));
  expect(Math.max(...taken)).toBeLessThan(900);
});
