import fc from "fast-check";
import { expect, it } from "vitest";
import { contractSpelling, idSpelling } from "./spelling.ts";

it.each([
  ["08000010", "8000010"],
  [" 8000010\n", "8000010"],
  ["８０００　０１０", "8000010"],
  ["8000\u{200B}010", "8000010"],
  ["0", "0"],
  ["000", "0"],
  ["A01", "A01"],
  ["", ""],
  ["-1", "-1"],
])("P10: %j is the ID %j", (typed, id) => expect(idSpelling(typed)).toBe(id));

it("P10: one spelling is its own, and is the number that was typed", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat({ max: 5 }), (number, zeros) => {
      const once = idSpelling("0".repeat(zeros) + String(number));
      expect(once).toBe(String(number));
      expect(idSpelling(once)).toBe(once);
    }),
  );
});

it.each([
  ["sb_example ", "sb_example"],
  ["ｓｂ＿ｅｘａｍｐｌｅ１２３", "sb_example123"],
  ["sb_\u{200B}a\u{3000}1", "sb_a1"],
  ["00sb", "00sb"],
])("P10: the contract %j is %s", (typed, spelled) => expect(contractSpelling(typed)).toBe(spelled));
