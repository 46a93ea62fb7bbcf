import { describe, expect, it } from "vitest";
import { columnKeys, columns, columnsOf, headerProblems, noted } from "./columns.ts";

describe("the headings of a products' file", () => {
  it.each(columnKeys)("%s is known by its Japanese, its English and each of its other names", (key) => {
    const { ja, en, also } = columns[key];
    expect(columnsOf([ja, en, ...also])).toEqual([ja, en, ...also].map(() => key));
    expect(ja).not.toBe("");
    expect(en).not.toBe("");
  });

  it.each([
    ["商品名", "name"],
    [" 商 品 名\t", "name"],
    ["ＪＡＮコード", "janCode"],
    ["販売価格（税込）", "price"],
    ["税率（％）", "taxRate"],
    ["PRODUCT_CODE", "productCode"],
    ["variation_product_code", "variationCode"],
    ["商品名2", null],
    ["", "none"],
    ["\u{200B}", "none"],
    ["ハ\u{3099}リエーション名", "variationName"],
    ["在庫\u{FEFF}数", "quantity"],
  ])("%j: %s", (heading, key) => {
    expect(columnsOf([heading])).toEqual([key]);
  });

  it("what our own files add for people is passed over, and no mistake", () => {
    const names = Object.values(noted).flatMap(({ ja, en }): string[] => [ja, en]);
    expect(names).not.toContain("");
    expect(columnsOf(names)).toEqual(names.map(() => null));
    expect(headerProblems(["商品名", "販売価格", ...names], "register")).toEqual([]);
  });

  it.each([
    ["register", ["商品名", "販売価格"]],
    ["register", ["price", " name ", "", ""]],
    ["change", ["商品コード", "販売価格"]],
    ["change", ["バリエーションコード"]],
    ["change", ["システム商品番号"]],
  ] as const)("%s with %j: right", (kind, headings) => {
    expect(headerProblems([...headings], kind)).toEqual([]);
  });

  it.each([
    ["register", ["商品名"], ['The first row (headings) lacks "price"']],
    ["register", ["在庫数"], ['The first row (headings) lacks "name", "price"']],
    [
      "change",
      ["商品名"],
      [
        'The first row (headings) has no column that names the product: one of "systemProductNumber", "productCode", "variationProductCode"',
      ],
    ],
    ["register", ["商品名", "販売価格", "価格", "name"], ['A column is there twice: "price", "name"']],
  ] as const)("%s with %j: %j", (kind, headings, said) => {
    expect(headerProblems([...headings], kind).map(({ en }) => en)).toEqual(said);
  });

  it("says which columns nobody knows, a blank one between others is nothing; ten at most, in both languages", () => {
    const [problem, ...more] = headerProblems(["商品名", "色", "", "販売価格", "型 "], "register");
    expect(more).toEqual([]);
    expect(problem?.ja).toMatch(/^知らない列があります: 「色」「型」。列の対応を選ぶか、/);
    expect(problem?.en).toMatch(/^There are columns that nobody knows: "色", "型"\. Match them, /);
    const many = Array.from({ length: 300 }, (_, nth) => `列${nth}`);
    const [long] = headerProblems(["商品名", "販売価格", ...many], "register");
    expect(long?.ja).toContain(
      "「列0」「列1」「列2」「列3」「列4」「列5」「列6」「列7」「列8」「列9」ほか290列。",
    );
    expect(long?.en).toContain('"列9" and 290 more.');
    expect(headerProblems(["商品名", "販売価格", ...many], "register", "ignore")).toEqual([]);
    const ja = (headings: string[], kind: "register" | "change") => headerProblems(headings, kind)[0]?.ja;
    expect(ja(["商品名", "商品名", "価格"], "register")).toBe("同じ列が2つあります: 「商品名」");
    expect(ja(["在庫"], "register")).toBe("1行目(見出し)に必要な列がありません: 「商品名」「販売価格」");
    expect(ja(["在庫"], "change")).toContain(
      "「システム商品番号」「商品コード」「バリエーション商品コード」",
    );
  });
});
