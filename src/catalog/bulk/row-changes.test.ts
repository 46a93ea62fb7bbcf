import { describe, expect, it } from "vitest";
import type { ReadRow } from "./read-row.ts";
import { cellsOf, changeOfRow, withoutComeback, type Shape } from "./row-changes.ts";

const shape = (
  product: Partial<Shape["product"]> = {},
  variation: Partial<Shape["variation"]> = {},
): Shape => ({
  product: {
    productCode: "T-1",
    name: "Tシャツ",
    price: 2980,
    taxRate: 10,
    published: true,
    variationPattern: "pattern1",
    questions: [],
    ...product,
  } as Shape["product"],
  variation: {
    systemProductNumber: "01-00007-T000000012-003",
    name: "M",
    productCode: "T-1-M",
    janCode: null,
    price: null,
    taxRate: 8,
    stockManaged: true,
    smaregiProductId: null,
    quantity: 5,
    ...variation,
  },
});
const row = { number: 4 } as ReadRow;

describe("a variation as a file's row", () => {
  it("says all of it; blank where there is nothing", () => {
    expect(cellsOf(shape())).toEqual({
      control: "u",
      systemProductNumber: "01-00007-T000000012-003",
      productCode: "T-1",
      name: "Tシャツ",
      price: "2980",
      taxRate: "10",
      published: "公開",
      variationPattern: "パターン1",
      questions: "",
      variationName: "M",
      variationCode: "T-1-M",
      janCode: "",
      variationPrice: "",
      variationTaxRate: "8",
      stockManaged: "する",
      quantity: "5",
      smaregiProductId: "",
    });
    const product = { published: false, variationPattern: "none" as const };
    expect(cellsOf(shape(product, { stockManaged: false, quantity: null }))).toMatchObject({
      published: "非公開",
      variationPattern: "なし",
      stockManaged: "しない",
      quantity: "",
    });
    const seal = {
      variationPattern: "pattern2" as const,
      questions: [{ name: "書体", choices: ["明朝", "楷書"] }],
    };
    const { variationPattern, questions } = cellsOf(shape(seal));
    expect(variationPattern).toBe("パターン2");
    expect(questions).toContain("書体");
  });
});

describe("what a row of a file changes", () => {
  const change = (before: Shape | null, after: Shape | null, headings: string[]) =>
    changeOfRow({ row, before, after }, headings);

  it("only what its columns say and what becomes different, under the file's own headings", () => {
    const after = shape({ name: "シャツ", price: 3000 }, { janCode: "4901234567894" });
    expect(change(shape(), after, ["商品コード", " 価格 ", "JAN"])).toEqual({
      rowNumber: 4,
      action: "change",
      productName: "シャツ",
      systemProductNumber: "01-00007-T000000012-003",
      changes: [
        { column: "価格", before: "2980", after: "3000" },
        { column: "JAN", before: null, after: "4901234567894" },
      ],
    });
  });

  it("U6: a quantity that goes with a new link is told, given or not; that of a new product only where it is given", () => {
    const linked = shape({}, { smaregiProductId: "8000001", quantity: 0 });
    const told = [
      { column: "在庫数", before: "5", after: "0" },
      { column: "スマレジ商品ID", before: null, after: "8000001" },
    ];
    expect(change(shape(), linked, ["商品コード", "スマレジ商品ID"]).changes).toEqual(told);
    expect(change(null, linked, ["スマレジ商品ID"]).changes).toEqual([
      { column: "スマレジ商品ID", before: null, after: "8000001" },
    ]);
  });

  it("a new product: all that is given; the control and the system's number are no change", () => {
    const made = change(null, shape({}, { systemProductNumber: null }), [
      "コントロール",
      "システム商品番号",
      "商品名",
      "JANコード",
    ]);
    expect(made).toEqual({
      rowNumber: 4,
      action: "register",
      productName: "Tシャツ",
      systemProductNumber: null,
      changes: [{ column: "商品名", before: null, after: "Tシャツ" }],
    });
  });

  it("a deletion names what goes, and changes nothing", () => {
    expect(change(shape(), null, ["コントロール", "商品名"])).toEqual({
      rowNumber: 4,
      action: "delete",
      productName: "Tシャツ",
      systemProductNumber: "01-00007-T000000012-003",
      changes: [],
    });
  });
});

describe("a row of a file in Shift_JIS that comes back", () => {
  const read = (product: object, variation: object = {}) => ({ number: 4, product, variation }) as ReadRow;
  const font = [{ name: "書体", choices: ["明朝", "楷書"] }];

  it.each<[string, Partial<Shape["product"]>, object, object]>([
    ["the same texts", {}, { name: "Tシャツ", productCode: "T-1", price: 1 }, { price: 1 }],
    ["letters that were lost", { name: "𠮷野の器" }, { name: "〓野の器" }, {}],
    ["other texts", {}, { name: "Yシャツ", productCode: "Y-1" }, { name: "Yシャツ", productCode: "Y-1" }],
    ["a code that is taken away", {}, { productCode: null }, { productCode: null }],
    ["a code where there is none", { productCode: null }, { productCode: "T-1" }, { productCode: "T-1" }],
    ["the same questions", { questions: font }, { questions: font }, {}],
    [
      "other questions",
      { questions: font },
      { questions: [{ name: "色" }] },
      { questions: [{ name: "色" }] },
    ],
    ["no cell of them", {}, {}, {}],
  ])("%s of a product", (_, was, cells, left) => {
    expect(withoutComeback(read(cells), shape(was))).toEqual({ number: 4, product: left, variation: {} });
  });

  it.each<[string, Partial<Shape["variation"]>, object, object]>([
    ["the same texts", {}, { name: "M", productCode: "T-1-M", quantity: 3 }, { quantity: 3 }],
    ["other texts", {}, { name: "L", productCode: "T-1-L" }, { name: "L", productCode: "T-1-L" }],
    ["a code where there is none", { productCode: null }, { productCode: "M" }, { productCode: "M" }],
  ])("%s of a variation", (_, had, cells, left) => {
    expect(withoutComeback(read({}, cells), shape({}, had))).toEqual({
      number: 4,
      product: {},
      variation: left,
    });
  });
});
