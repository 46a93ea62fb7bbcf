import { describe, expect, it } from "vitest";
import { columnsOf } from "./columns.ts";
import { readRow } from "./read-row.ts";

const read = (headings: string, cells: string, kind: "register" | "change" = "register") =>
  readRow({ number: 2, cells: cells.split(",") }, columnsOf(headings.split(",")), kind);
const problems = (row: ReturnType<typeof read>) =>
  row.problems.map(({ column, message }) => `${column}: ${message.ja}`);

describe("a row of a products' file", () => {
  it("says what its cells say, whatever the order and language of the columns; what is blank says nothing", () => {
    const row = read(
      "price,商品名,税率,公開,バリエーション名,在庫管理フラグ,在庫数,JANコード",
      "1980,豆,8%,公開,,する,３０,",
    );
    expect(row).toMatchObject({ number: 2, control: "new", problems: [] });
    expect(row.product).toEqual({ price: 1980, name: "豆", taxRate: 8, published: true });
    expect(row.variation).toEqual({ stockManaged: true, quantity: 30 });
  });

  it("[クリア] clears what may be blank, and is refused where it may not", () => {
    const row = read(
      "商品コード,在庫数,質問,スマレジ商品ID,商品名,販売価格",
      "[クリア],[クリア],[クリア],［クリア］,[CLEAR],1",
      "change",
    );
    expect(row.product).toEqual({ productCode: null, price: 1, questions: [] });
    expect(row.variation).toEqual({ quantity: null, smaregiProductId: null });
    expect(problems(row)).toEqual(["name: この項目は空にできません。"]);
  });

  it("names every cell that is wrong", () => {
    const row = read("商品名,販売価格,JANコード", "二つの誤り,高い,2.9E+12");
    expect(problems(row)).toEqual([
      expect.stringMatching(/^price: 0から99,999,999までの整数/),
      expect.stringMatching(/^janCode: Excelが数値を指数表記\(2\.9E\+12\)に変えた/),
    ]);
  });

  it.each([
    [
      "JANコード",
      "12345678905",
      "janCode: 先頭の0がExcelで失われているようです(0012345678905ではありませんか)",
    ],
    ["JANコード", "4901234567890", "janCode: JANコードのチェックデジット"],
    ["スマレジ商品ID", "8.1E+6", "smaregiProductId: Excelが数値を指数表記"],
    ["商品コード", "1月2日", "productCode: Excelが日付(1月2日)"],
    ["在庫数", "1000000", "quantity: 0から999,999まで"],
    ["在庫数", "-1", "quantity: 0から999,999まで"],
    ["在庫数", "1.5", "quantity: 0から999,999まで"],
    ["税率", "5", "taxRate: "],
    ["商品名", "壊れ\u0000文字", "name: 使えない文字"],
  ])("U7 and the like: %s %s is refused with its reason", (heading, cell, reason) => {
    const [only, ...more] = problems(read(heading, cell));
    expect(only?.startsWith(reason), only).toBe(true);
    expect(more).toEqual([]);
  });

  it.each([
    ["register", "", "new", []],
    ["register", "n", "new", []],
    [
      "register",
      "d",
      "new",
      [
        "control: 商品一括登録では新規登録(n)だけができます。変更(u)と削除(d)は商品一括変更で行ってください。",
      ],
    ],
    ["change", "", "change", []],
    ["change", "n", "new", []],
    ["change", "u", "change", []],
    ["change", "d", "delete", []],
  ] as const)("bulk %s takes control %j as %s", (kind, cell, control, refused) => {
    const row = read("コントロール,商品名", `${cell},品`, kind);
    expect([row.control, problems(row)]).toEqual([control, [...refused]]);
  });

  it.each([
    ["Excel's text formula", '="0490123"', "0490123"],
    ["blanks around it", '  ="0490123" ', "0490123"],
    ["an apostrophe", "'0490123", "0490123"],
    ["another spelling", "ハ\u{3099}-1", "バ-1"],
  ])("a code in the dress of a spreadsheet: %s", (_, cell, code) => {
    expect(read("商品コード", cell)).toMatchObject({ product: { productCode: code }, problems: [] });
  });

  it("P5: cells beyond the headings, or below a blank one, are told; blank ones are nothing", () => {
    expect(problems(read("商品名,,価格", "豆,,1,,"))).toEqual([]);
    expect(problems(read("商品名,価格", "豆,1,980"))).toEqual([
      expect.stringMatching(/^null: 見出しのない列に値\(980\)があります/),
    ]);
    expect(problems(read("商品名,,価格", "豆,余り,1"))).toEqual([expect.stringContaining("(余り)")]);
  });

  it("P5: of a row that could not be told apart only that is said", () => {
    const fault = { ja: "閉じられていません", en: "not closed" };
    const row = readRow({ number: 2, cells: ['"豆', "高い"], fault }, ["name", "price"], "register");
    expect(problems(row)).toEqual(["null: 閉じられていません"]);
  });

  it("an error of a sheet is refused in every column", () => {
    expect(problems(read("商品名,販売価格", "#N/A,#REF!"))).toEqual([
      expect.stringMatching(/^name: Excelの計算エラー/),
      expect.stringMatching(/^price: Excelの計算エラー/),
    ]);
  });

  it("a new row has no system product number", () => {
    const row = read("コントロール,システム商品番号", "n,01-00001-T000000001-001", "change");
    expect(problems(row)).toEqual([expect.stringContaining("登録時に自動で付きます")]);
  });
});
