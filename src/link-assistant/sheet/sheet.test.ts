import { describe, expect, it } from "vitest";
import type { ShownItem } from "../read-run.ts";
import { headingFault, headings, lineOf, readDecisions, type Known } from "./sheet.ts";

const known = new Map<string, Known>([
  [
    "N-1",
    {
      variationId: "v1",
      productName: "=茶",
      variationName: "",
      productCode: "0490",
      janCode: "4912345678904",
    },
  ],
  ["N-2", { variationId: "v2", productName: "菓子", variationName: "白", productCode: null, janCode: null }],
]);
const row = (number: number, ...cells: string[]) => ({ number, cells });
const read = (header: string[], ...rows: string[][]) =>
  readDecisions(
    header,
    rows.map((cells, nth) => row(nth + 2, ...cells)),
    known,
  );
const short = ["システム商品番号", "スマレジ商品ID", "決定"];

const item: ShownItem = {
  variationId: "v1",
  class: "certain",
  state: "proposed",
  smaregiProductId: null,
  appliedAt: null,
  productId: "p1",
  productName: "=茶",
  variationName: "",
  systemProductNumber: "N-1",
  productCode: "0490",
  janCode: "4912345678904",
  price: 100,
  taxRate: 10,
  stockManaged: true,
  quantityNow: 3,
  quantityThen: 5,
  linkedTo: null,
  candidates: [
    {
      smaregiProductId: "8000001",
      reasons: ["jan"],
      warnings: ["otherPrice"],
      product: null,
      quantity: 5,
      quantityThen: 5,
    },
  ],
};

describe("B7: a run as a file", () => {
  it("comes back as it went: the certain ones are decided, codes keep their zeros, no formula works", () => {
    const line = lineOf(item);
    expect(line).toHaveLength(headings.length);
    expect(line.slice(0, 5)).toEqual(["N-1", "'=茶", "", '="0490"', '="4912345678904"']);
    expect(read(headings, line)).toEqual({
      links: [{ variationId: "v1", smaregiProductId: "8000001" }],
      faults: [],
    });
    const doubtful = lineOf({ ...item, class: "conflict" });
    expect(read(headings, doubtful)).toEqual({ links: [], faults: [] });
  });

  it.each<[string, string[], string]>([
    ["an unknown number", ["N-9", "1", "link"], "結果にありません"],
    ["no ID", ["N-1", "", "link"], "スマレジ商品IDを入力"],
    ["an ID that is none", ["N-1", "8E6", "link"], "15桁"],
    ["another word", ["N-1", "1", "はい"], "link または skip"],
  ])("P5: %s is a fault of its own row", (_, cells, said) => {
    const { links, faults } = read(short, cells, ["N-2", "8000002", "LINK"]);
    expect(links).toEqual([{ variationId: "v2", smaregiProductId: "8000002" }]);
    expect(faults).toMatchObject([{ row: 2, message: { ja: expect.stringContaining(said) } }]);
  });

  it("a row that does not agree with the shop any more, comes twice or was torn is told; blanks and skip do nothing", () => {
    const header = [...short, "商品名"];
    expect(read(header, ["N-2", "1", "link", "別の菓子"]).faults).toHaveLength(1);
    expect(read(header, ["N-2", "1", "link", "菓子"], ["N-2", "2", "link", "菓子"])).toMatchObject({
      links: [{}],
      faults: [{ row: 3 }],
    });
    expect(read(short, ["", "", ""], ["N-1", "1", "skip"], ["N-2", "1", ""])).toEqual({
      links: [],
      faults: [],
    });
    const torn = { ...row(2, "N-1", "1", "link"), fault: { ja: "壊れています", en: "torn" } };
    expect(readDecisions(short, [torn], known).faults).toHaveLength(1);
  });

  it("a file without its columns is none", () => {
    expect(headingFault(["商品名"])).toMatchObject({ ja: expect.stringContaining("列が必要") });
    expect(headingFault([" 決定", "スマレジ商品id", "システム商品番号"])).toBeNull();
  });
});
