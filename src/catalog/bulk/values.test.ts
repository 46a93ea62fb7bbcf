import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asBarcode,
  asTyped,
  code,
  excelError,
  hasCheckDigit,
  janCode,
  name,
  questions,
  questionsText,
  smaregiProductId,
  systemNumber,
  taxRate,
  wholeNumber,
  word,
} from "./values.ts";
import { isClearWord } from "./clear-word.ts";

const digit = (body: string): string =>
  [..."0123456789"].map((last) => body + last).find(hasCheckDigit) ?? "";
const jan13 = fc.stringMatching(/^\d{12}$/).map(digit);
const problem = (parsed: object): string =>
  "problem" in parsed ? (parsed.problem as { ja: string }).ja : "none";

it("P10: an UPC is a JAN without its first zero, which is put back", () => {
  expect(janCode("036000291452")).toEqual({ value: "0036000291452" });
  expect(janCode("036000-291452 ")).toEqual({ value: "0036000291452" });
  expect(problem(janCode("036000291453"))).toContain("13桁または8桁");
});

it.each([
  ["4901234567894", "4901234567894"],
  ["4901-2347 ", "49012347"],
  ["036000291452", "0036000291452"],
  ["4901234567895", null],
  ["17", null],
  ["1234567895", null],
  ["ABCDEFGH", null],
])("the barcode %j is the JAN %j", (cell, jan) => expect(asBarcode(cell)).toBe(jan));

it.each([
  [" 0490 ", "0490"],
  [' ="0490" ', "0490"],
  ['=" 24"" 型 "', '24" 型'],
  ['="24"&A1', '="24"&A1'],
  ['A="24"', 'A="24"'],
  ["'=A1", "=A1"],
])("the cell %j was typed as %j", (cell, typed) => expect(asTyped(cell)).toBe(typed));

describe("Excel's damage is recognised, and never taken for a value", () => {
  it("a JAN code is taken whole, refused with a wrong check digit, and its lost zeros are found", () => {
    fc.assert(
      fc.property(jan13, fc.integer({ min: 1, max: 9 }), (jan, by) => {
        expect(janCode(jan)).toEqual({ value: jan });
        const wrong = jan.slice(0, -1) + String((Number(jan.at(-1)) + by) % 10);
        expect(problem(janCode(wrong))).toContain("チェックデジット");
        // What a spreadsheet keeps of it as a number.
        const kept = `00${jan.slice(2)}`;
        const short = String(Number(digit(kept.slice(0, -1))));
        if (short.length === 8) return;
        expect(problem(janCode(short))).toContain("先頭の0");
      }),
    );
  });

  it.each(["2.9E+12", "4.90123E+12", "8e+6", "４．９Ｅ＋１２"])("%s", (cell) => {
    expect(problem(janCode(cell))).toContain("指数表記");
    expect(problem(code(cell))).toContain("指数表記");
    expect(problem(smaregiProductId(cell))).toContain("指数表記");
  });

  it.each(["#N/A", "#REF!", "######"])("%s, an error of a sheet", (cell) => {
    expect(problem(code(cell))).toContain("計算エラー");
    expect(problem(janCode(cell))).toContain("計算エラー");
    expect(problem(smaregiProductId(cell))).toContain("計算エラー");
    expect(excelError(cell)).toHaveProperty("problem");
  });

  it.each(["2026/1/2", "Jan-02"])("P10: %s, a date in every column that holds a code", (cell) => {
    for (const parse of [code, janCode, smaregiProductId, systemNumber])
      expect(problem(parse(cell))).toContain("日付");
  });

  it("a product code that became a date", () => {
    expect(problem(code("3月14日"))).toContain("日付");
    expect(code("3月14日限定")).toEqual({ value: "3月14日限定" });
  });
});

describe("cells are taken as they are meant", () => {
  it.each([
    ["1980", 1980],
    ["1,980", 1980],
    ["￥1,980", 1980],
    ["１９８０円", 1980],
    ["1980.00", 1980],
    ["0", 0],
  ])("%s yen", (cell, value) => expect(wholeNumber(cell, 99_999_999)).toEqual({ value }));

  it.each(["-1", "1.5", "1e3", "千", "100000000", "1 2"])("%s is no price", (cell) => {
    expect(problem(wholeNumber(cell, 99_999_999))).toContain("整数");
  });

  it("words of both languages, full-width too", () => {
    expect(word("する", "stockManaged")).toEqual({ value: true });
    expect(word("ＦＡＬＳＥ", "stockManaged")).toEqual({ value: false });
    expect(word("非公開", "published")).toEqual({ value: false });
    expect(word("パターン２", "variationPattern")).toEqual({ value: "pattern2" });
    expect(word("Ｄ", "control")).toEqual({ value: "delete" });
    for (const odd of ["たぶん", "constructor", "__proto__"])
      expect(problem(word(odd, "published"))).toContain("公開 / ");
    expect(taxRate("8%")).toEqual({ value: 8 });
    expect(problem(taxRate("5"))).toContain("10または8");
    expect(["[クリア]", "［クリア］", "[CLEAR]", "クリア", ""].map(isClearWord)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it("questions come back as they were written", () => {
    const asked = [
      { name: "色", choices: ["赤", "青"] },
      { name: "名入れ", freeText: true as const },
    ];
    expect(questions(questionsText(asked))).toEqual({ value: asked });
    expect(problem(questions("色"))).toContain("1行に1つ");
    expect(problem(questions("色=赤||青"))).toContain("1行に1つ");
  });
});

describe("what can't be taken says why, in both languages", () => {
  const said = (parsed: object) =>
    "problem" in parsed ? (parsed.problem as { ja: string; en: string }) : null;
  it.each([
    [name("文\u{FFFD}字", 9), "文字コード", "encoding"],
    [name("four", 3), "3文字以内", "up to 3 letters"],
    [name("\u{200B}", 9), "必須です", "needed"],
    [code("\u{3164}"), "必須です", "needed"],
    [name("a\0", 9), "制御文字", "control character"],
    [code("4.9E+12"), "指数表記(4.9E+12)", "turned the number into 4.9E+12"],
    [code("12月24日"), "日付(12月24日)", "made a date of it (12月24日)"],
    [wholeNumber("x", 1000), "0から1,000まで", "from 0 to 1,000"],
    [taxRate("5"), "10または8", "10 or 8"],
    [smaregiProductId("12a"), "15桁までの数字", "up to 15 digits"],
    [smaregiProductId("1234567890123456"), "15桁までの数字", "up to 15 digits"],
    [janCode("49012345678941"), "13桁または8桁", "13 or 8 digits"],
    [janCode("x4901234567894"), "13桁または8桁", "13 or 8 digits"],
    [janCode("4901234567894x"), "13桁または8桁", "13 or 8 digits"],
    [janCode("x490123456789"), "13桁または8桁", "13 or 8 digits"],
    [janCode("490123456789x"), "13桁または8桁", "13 or 8 digits"],
    [janCode("4901234567895"), "チェックデジット", "check digit"],
    [janCode("49012346"), "チェックデジット", "check digit"],
    [janCode("4901234567"), "先頭の0が失われていないか", "zeros at its front were lost, too"],
    [janCode("17"), "00000017", "is it 00000017?"],
    [janCode("1234567895"), "0001234567895", "is it 0001234567895?"],
    [word("たぶん", "published"), "公開 / ", "one of: 0 / 1 / 公開 / "],
    [questions("色"), "色=赤|青", "colour=red|blue"],
    [questions("色\u{FFFD}=赤"), "文字コード", "encoding"],
  ])("%j", (parsed, ja, en) => {
    expect(said(parsed)?.ja).toContain(ja);
    expect(said(parsed)?.en).toContain(en);
  });
});

describe("the edges of what is taken", () => {
  it.each([
    [name("three", 5), "three"],
    [name("😀".repeat(5), 5), "😀".repeat(5)],
    [code("あ3月14日"), "あ3月14日"],
    [code("4.9E+12-B"), "4.9E+12-B"],
    [wholeNumber("1000", 1000), 1000],
    [wholeNumber("1,000", 1000), 1000],
    [taxRate("10"), 10],
    [taxRate(" 8％ "), 8],
    [smaregiProductId(" １２３ "), "123"],
    [smaregiProductId("08000010"), "8000010"],
    [smaregiProductId("'０８０ ０００１０"), "8000010"],
    [smaregiProductId("00"), "0"],
    [code("'0490123"), "0490123"],
    [code("'A'"), "'A'"],
    [code("'A1"), "A1"],
    [code("A'1"), "A'1"],
    [code("'-1"), "'-1"],
    [code("ハ\u{3099}"), "バ"],
    [name("'70s Tee", 9), "'70s Tee"],
    [wholeNumber("￥ 1,980 円", 9999), 1980],
    [systemNumber("'０１-00001-T000000001-001"), "01-00001-T000000001-001"],
    [janCode("49-0123-4567894"), "4901234567894"],
    [janCode("49012347"), "49012347"],
    [janCode("４９０１２３４５６７８９４"), "4901234567894"],
  ])("%j", (parsed, value) => {
    expect(parsed).toEqual({ value });
  });

  it.each([" ", "1¥", "円1", "1円2", "1,000,000,000,000,000"])("%s is no number", (cell) => {
    expect(wholeNumber(cell, 1e15)).toHaveProperty("problem");
  });

  it("8%0 is no rate", () => {
    expect(taxRate("1%0")).toHaveProperty("problem");
  });

  it("questions: blank lines are passed over, blanks around them too; an answer may hold an equals sign", () => {
    expect(questions("\r\n 色 = 赤 | 青=紺 \r  \n名 = (FREE TEXT) ")).toEqual({
      value: [
        { name: "色", choices: ["赤", "青=紺"] },
        { name: "名", freeText: true },
      ],
    });
    expect(questions("=赤")).toHaveProperty("problem");
    expect(questions("色=赤|\u{200B}")).toHaveProperty("problem");
    expect(questions("\n")).toEqual({ value: [] });
  });

  const list = (count: number, between: string, each = (nth: number) => `c${nth}`) =>
    Array.from({ length: count }, (_, nth) => each(nth)).join(between);
  it.each([
    ["100 letters of a question", `${"😀".repeat(100)}=赤`, false],
    ["101 letters of a question", `${"x".repeat(101)}=赤`, true],
    ["101 letters of a choice", `色=${"x".repeat(101)}`, true],
    ["20 questions", list(20, "\n", (nth) => `q${nth}=赤`), false],
    ["21 questions", list(21, "\n", (nth) => `q${nth}=赤`), true],
    ["100 choices", `色=${list(100, "|")}`, false],
    [
      "20 questions of 100 choices, all as long as can be",
      list(20, "\n", () => `${"問".repeat(100)}=${list(100, "|", () => "答".repeat(100))}`),
      false,
    ],
    ["101 choices beside a free text", `色=${list(101, "|")}\n名=(自由入力)`, true],
  ])("U2: %s, refused or not", (_, cell, isRefused) => {
    expect("problem" in questions(cell)).toBe(isRefused);
  });
});
