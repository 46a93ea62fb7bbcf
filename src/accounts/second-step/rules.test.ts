import fc from "fast-check";
import { expect, it } from "vitest";
import { readCode, recoveryCodeOf, recoveryCodes, recoveryLetters } from "./rules.ts";

const code = "abcdef-ghjkmn-pqrstv-wxyz01";
it.each([
  ["123456", { kind: "app", code: "123456" }],
  [" 123 456 ", { kind: "app", code: "123456" }],
  ["１２３４５６", { kind: "app", code: "123456" }],
  [code, { kind: "recovery", code: code.replaceAll("-", "") }],
  ["ABCDEF GHJKMN PQRSTV WXYZOL", { kind: "recovery", code: code.replaceAll("-", "") }],
  ["", null],
  ["12345", null],
  ["1234567", null],
  ["abcdef-ghjkmn-pqrstv", null],
  [`${code}2`, null],
  ["abcdef-ghjkmn-pqrstv-wxyz0あ", null],
])("a code is read as it is meant: %s", (typed, read) => {
  expect(readCode(typed)).toEqual(read);
});

it("a recovery code is read back whatever chance made it, and each letter is as likely as any", () => {
  const size = { minLength: recoveryCodes.letters, maxLength: recoveryCodes.letters };
  fc.assert(
    fc.property(fc.uint8Array(size), (bytes) => {
      const shown = recoveryCodeOf(bytes);
      expect(shown).toMatch(/^\w{6}-\w{6}-\w{6}-\w{6}$/);
      expect(readCode(shown)).toEqual({ kind: "recovery", code: shown.replaceAll("-", "") });
    }),
  );
  expect(256 % recoveryLetters.length).toBe(0);
  expect(new Set(recoveryLetters).size).toBe(32);
});
