import { describe, expect, it } from "vitest";
import { ours, theirs } from "../match.fixture.ts";
import { contradict, hintsOf, printOfOurs, printOfTheirs, type Ours, type Theirs } from "./rules.ts";

describe("B7: what takes a match out of 確実", () => {
  it.each<[string, Partial<Ours>, Partial<Theirs>, string[]]>([
    ["nothing", {}, {}, []],
    ["another tax rate", {}, { taxRate: 8 }, ["otherTax"]],
    ["a tax rate that nobody can tell", {}, { taxRate: null }, ["taxUnknown"]],
    ["another pack", { productName: "緑茶 1本" }, { name: "緑茶 6本" }, ["otherPack"]],
    ["another size", { variationName: "M" }, { size: "L" }, ["otherSize"]],
    ["another colour, of the name", { variationName: "白" }, { name: "藍染めのてぬぐい 黒" }, ["otherColor"]],
    ["the same size in other words", { variationName: "XL" }, { size: "LL" }, []],
    ["names that share nothing", {}, { name: "マグカップ" }, ["otherName"]],
    ["a name of one letter", { productName: "茶" }, { name: "マグカップ" }, []],
    ["no stock control there", {}, { stockManaged: false }, ["noStockControl"]],
    ["no stock control on both sides", { stockManaged: false }, { stockManaged: false }, []],
    [
      "not to be sold",
      {},
      { notSellable: ["notForSale", "ticket", "option", "notInStore"] },
      ["notForSale", "ticket", "option", "notInStore"],
    ],
    ["在庫引当", {}, { takesOtherStock: true }, ["takesOtherStock"]],
    ["linked with another variation", {}, { linked: 1 }, ["linkedAlready"]],
    ["the variation is linked", { smaregiProductId: "7" }, { linked: 1 }, ["linkedHere"]],
  ])("%s", (_, own, other, found) => {
    expect(contradict(ours("1", own), theirs("9", other))).toEqual(found);
  });

  it.each<[string, Partial<Theirs>, string[]]>([
    ["all is the same", {}, []],
    ["another price", { price: 1100 }, ["otherPrice"]],
    ["a price that is not told", { price: null }, []],
    ["not shown on the till", { hidden: true }, ["hidden"]],
    ["no row of stock", { stock: null }, ["noStockRow"]],
    ["stock below 0", { stock: -1 }, ["negativeStock"]],
    ["no stock", { stock: 0 }, []],
    ["whether it takes other stock is not known", { takesOtherStock: null }, ["stockTakenUnknown"]],
  ])("only worth a look: %s", (_, other, found) => {
    expect(hintsOf(ours("1"), theirs("9", other))).toEqual(found);
  });
});

it("a proposal is of other rows when a name, code, tax or link changed; price and stock change nothing", () => {
  expect(printOfOurs(ours("1", { price: 1 }))).toBe(printOfOurs(ours("2")));
  expect(printOfOurs(ours("1", { jan: "1" }))).not.toBe(printOfOurs(ours("1")));
  expect(printOfTheirs(theirs("1", { price: 1, stock: 0, linked: 2 }))).toBe(printOfTheirs(theirs("2")));
  expect(printOfTheirs(theirs("1", { notSellable: ["ticket"] }))).not.toBe(printOfTheirs(theirs("1")));
});
