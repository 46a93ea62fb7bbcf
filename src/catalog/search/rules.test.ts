import { describe, expect, it } from "vitest";
import { gramsFor, searchText, searchTexts } from "./rules.ts";

describe("P10: words are found whatever their spelling", () => {
  it.each([
    ["A b\tC-1", "abc-1"],
    ["ＡＢ‐１", "ab-1"],
    ["ﾃｨｰ シャツ", "ティーシャツ"],
    ["か\u{3099}らす ゝ", "ガラスヽ"],
    ["𠮷野家", "𠮷野家"],
    ["", ""],
  ])("%s is found as %s", (text, expected) => {
    expect(searchText(text)).toBe(expected);
  });

  it.each(["École", "Ωmega", "ß"])("%s: its lower case hangs on the database's locale", (text) => {
    expect(searchText(text)).toBeNull();
    expect(searchTexts(["品", text])).toBeNull();
  });

  it("the same word twice is one", () => {
    expect(searchTexts(["A-1", "Ａ-1", "品"])).toEqual(["a-1", "品"]);
  });
});

// As `select hashtext('0190a7c8-1111-7000-8000-000000000001' || 'ab')` says.
it.each([
  ["a", []],
  ["ab", [57_854_407]],
  ["あ", [-1_482_319_204]],
  ["あい", [-1_482_319_204, -363_946_100, -1_356_217_639]],
  ["ああああ", 2],
])("%s is indexed by PostgreSQL's own numbers, each once", (text, expected) => {
  const grams = gramsFor("0190a7c8-1111-7000-8000-000000000001")([text]);
  if (typeof expected === "number") expect(grams).toHaveLength(expected);
  else expect(grams).toEqual(expected);
});
