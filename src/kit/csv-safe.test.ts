import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defuse, defuseTyped, undefused } from "./csv-safe.ts";

describe("a file is safe to open (P10)", () => {
  it.each([
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1)",
    " =1",
    "＝1+1",
    "\t=1",
    "-",
    "=x",
  ])("%j is no formula any more", (cell) => {
    expect(defuse(cell)).toBe(`'${cell}`);
    expect(undefused(defuse(cell))).toBe(cell);
  });

  it.each([
    "-5",
    "+81-3-1234-5678",
    "+819012345678",
    "-1,980.5",
    "Tシャツ",
    "",
    "A-1",
    "〜-x",
    "'24 のネジ",
    '24" モニタ',
    "-10%",
  ])("%j stays", (cell) => {
    expect(defuse(cell)).toBe(cell);
    expect(undefused(cell)).toBe(cell);
  });

  it("whatever a text is, it comes back, and no spreadsheet works it out", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."'=+-@ ＝－1,a豆\t"), maxLength: 6 });
    fc.assert(
      fc.property(fc.oneof(letters, fc.string()), (text) => {
        expect(undefused(defuse(text))).toBe(text);
        expect(defuse(text)).not.toMatch(/^\s*[=@]/);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['="0490123"', '="0490123"'],
    ["=1+1", "'=1+1"],
    ["'=1+1", "'=1+1"],
  ])("a refused cell %j goes back as %j", (typed, back) => expect(defuseTyped(typed)).toBe(back));
});
