import { describe, expect, it } from "vitest";
import { readLines, readPieces, rowsOf, withLine, type NewLine } from "../../shop/cart/rules.ts";
import { nobody, problemsOf, tidy, type Buyer } from "../../shop/checkout/buyer.ts";
import type { ShopProduct } from "../../src/http/api-types.ts";

const right: Buyer = {
  name: "結城 花",
  kana: "ユウキ ハナ",
  postalCode: "600-8001",
  prefecture: "京都府",
  address: "京都市下京区四条通1-2-3",
  building: "",
  phone: "075-000-0000",
  email: "hana@example.jp",
  payment: "bankTransfer",
};

describe("a buyer's form", () => {
  it.each<[keyof Buyer, string, string]>([
    ["name", "　結城　　花 ", "結城 花"],
    ["kana", "ゆうき　はな", "ユウキ ハナ"],
    ["kana", "ﾕｳｷ ﾊﾅ", "ユウキ ハナ"],
    ["kana", "ｶﾞ-", "ガ-"],
    ["postalCode", "６００８００１", "600-8001"],
    ["postalCode", "〒600-8001", "600-8001"],
    ["postalCode", "600−8001", "600-8001"],
    ["phone", "０９０ー１２３４ー５６７８", "090-1234-5678"],
    ["phone", "090 1234 5678", "09012345678"],
    ["email", " ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ", "hana@example.jp"],
    ["address", "四条通１−２−３　", "四条通１−２−３"],
  ])("takes %s %s as %s", (name, typed, taken) => {
    const buyer = tidy({ ...right, [name]: typed });
    expect(buyer[name]).toBe(taken);
    expect(problemsOf(buyer)).toEqual({});
  });

  it.each<[keyof Buyer, string]>([
    ["kana", "結城花"],
    ["postalCode", "60080"],
    ["phone", "12345"],
    ["phone", "075-000-000a"],
    ["email", "hana@example"],
    ["email", "hana example.jp"],
  ])("refuses %s %s", (name, typed) => {
    expect(problemsOf(tidy({ ...right, [name]: typed }))).toEqual({ [name]: name });
  });

  it("names everything that is missing, but the building", () => {
    const { building: _, ...others } = nobody;
    expect(Object.keys(problemsOf(nobody)).sort()).toEqual(Object.keys(others).sort());
  });
});

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
});
