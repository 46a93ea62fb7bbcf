import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  code,
  hasCheckDigit,
  isClearWord,
  janCode,
  questions,
  questionsText,
  smaregiProductId,
  taxRate,
  wholeNumber,
  word,
} from "./values.ts";

const digit = (body: string): string =>
  [..."0123456789"].map((last) => body + last).find(hasCheckDigit) ?? "";
const jan13 = fc.stringMatching(/^\d{12}$/).map(digit);
const problem = (parsed: object): string =>
  "problem" in parsed ? (parsed.problem as { ja: string }).ja : "none";

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
    expect(problem(word("たぶん", "published"))).toContain("公開 / ");
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
