import { describe, expect, it } from "vitest";
import type { ShopProduct } from "../../src/http/api-types.ts";
import {
  mostPieces,
  piecesIn,
  readLines,
  readPieces,
  rowsOf,
  subtotalOf,
  withLine,
  withoutOrdered,
  type NewLine,
} from "./rules.ts";

describe("a cart", () => {
  const choice: NewLine = {
    productId: "p",
    variationId: "v",
    productName: "扇子",
    variationName: "",
    quantity: 2,
    answers: [],
  };
  const line = { ...choice, id: "1" };
  type Stock = ShopProduct["variations"][number]["stock"];
  const product = (stock: Stock, questions: ShopProduct["questions"] = []): ShopProduct => ({
    id: "p",
    productCode: null,
    name: "扇子",
    price: 1000,
    taxRate: 10,
    variationPattern: "none",
    questions,
    variations: [{ id: "v", name: "", price: 1000, taxRate: 10, stock }],
  });
  const troubles = (lines: (typeof line)[], known: ShopProduct | null) =>
    rowsOf(lines, () => known).map(({ trouble }) => trouble);

  it("holds the same choice once, and other answers on a line of their own", () => {
    const twice = withLine([line], choice, "2");
    expect(twice).toEqual([{ ...line, quantity: 4 }]);
    expect(withLine(twice, { ...choice, answers: ["朱"] }, "2")).toHaveLength(2);
  });

  it("takes out what was ordered, once: pieces that were added while it was on its way stay", () => {
    const pieces = new Map([["1", 2]]);
    const other = { ...line, id: "2", answers: ["朱"] };
    expect(withoutOrdered([line, other], pieces, () => "3")).toEqual([other]);
    const left = withoutOrdered([{ ...line, quantity: 5 }, other], pieces, () => "3");
    expect(left).toEqual([{ ...line, id: "3", quantity: 3 }, other]);
    expect(withoutOrdered(left, pieces, () => "4")).toEqual(left);
    expect(withoutOrdered([{ ...line, quantity: 1 }], pieces, () => "3")).toEqual([]);
  });

  it("reads what was kept, and of garbage nothing", () => {
    expect(readLines(JSON.stringify([line, { ...line, quantity: 0 }, { id: "x" }, null]))).toEqual([line]);
    for (const garbage of [null, "", "{", "{}", "[[]]"]) expect(readLines(garbage)).toEqual([]);
  });

  it("reads pieces in both widths, and nothing else", () => {
    expect(["3", "３", " 12 "].map(readPieces)).toEqual([3, 3, 12]);
    for (const wrong of ["０", "-1", "1.5", "", "1000000"]) expect(readPieces(wrong), wrong).toBeNull();
  });

  it("says what can't be had: lines of one variation share its stock, the first ones first", () => {
    const few: Stock = { state: "few", quantity: 3 };
    const other = { ...line, id: "2" };
    expect(troubles([line, other], product(few))).toEqual([null, { kind: "short", left: 1 }]);
    expect(troubles([line], product({ state: "soldOut" }))).toEqual([{ kind: "short", left: 0 }]);
    expect(troubles([line], product({ state: "available" }))).toEqual([null]);
    expect(troubles([line], product({ state: "unlimited" }))).toEqual([null]);
    expect(troubles([line], null)).toEqual([{ kind: "gone" }]);
    expect(troubles([{ ...line, variationId: "w" }], product(few))).toEqual([{ kind: "gone" }]);
    const asks = product(few, [{ name: "色", choices: ["紺"] }]);
    expect(troubles([line], asks)).toEqual([{ kind: "questions" }]);
    expect(troubles([{ ...line, answers: ["紺"] }], asks)).toEqual([null]);
  });

  it("P8: says what is more than the shop sells in one line; less stock than that is said first", () => {
    const many = { ...line, quantity: 100 };
    const trouble = (stock: Stock) => rowsOf([many], () => product(stock), 99)[0]?.trouble;
    expect(trouble({ state: "available" })).toEqual({ kind: "tooMany", left: 99 });
    expect(trouble({ state: "few", quantity: 4 })).toEqual({ kind: "short", left: 4 });
    expect(rowsOf([{ ...many, quantity: 99 }], () => product({ state: "unlimited" }), 99)).toMatchObject([
      { trouble: null },
    ]);
  });

  it("is not known to be in trouble while its product is not read yet", () => {
    expect(rowsOf([line], () => undefined)).toMatchObject([{ product: undefined, trouble: null }]);
  });

  it("counts pieces, of all or of one variation, and holds no more of a line than an order takes", () => {
    const other = { ...line, id: "2", variationId: "w", quantity: 5 };
    expect([piecesIn([line, other]), piecesIn([line, other], "w"), piecesIn([])]).toEqual([7, 5, 0]);
    const [full] = withLine([{ ...line, quantity: mostPieces }], choice, "2");
    expect(full?.quantity).toBe(mostPieces);
  });

  it("costs what is still sold", () => {
    const other = { ...line, id: "2", productId: "gone" };
    const rows = rowsOf([line, other], (id) => (id === "p" ? product({ state: "available" }) : null));
    expect(subtotalOf(rows)).toBe(2000);
  });
});
