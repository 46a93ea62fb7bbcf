import { expect, it } from "vitest";
import { folded, mailSpelling, stored, storedWithin, normal } from "./rules.ts";
import { dateSpelling } from "./dates.ts";

/** Two marks that Unicode sorts in the other order. */
const pair = "\u{301}\u{323}";

it.each([
  ["decomposed kana", "ハ\u{3099}ニラ", "バニラ"],
  ["the most marks that a letter has", `a${pair.repeat(15)}`, `a${pair.repeat(15)}`.normalize("NFKC")],
  ["half width", "ﾊﾞﾆﾗ", "バニラ"],
])("P10: %s has its normal form", (_, typed, form) => expect(normal(typed, "NFKC")).toBe(form));

it.each([
  ["marks", pair],
  ["marks with the half width ones of kana", "\u{301}ﾞ"],
])("P10: a pile of %s stays as it is", (_, marks) => {
  const pile = `a${marks.repeat(16)}`;
  for (const read of [stored, folded, mailSpelling, dateSpelling]) expect(read(pile)).toBe(pile);
  expect(storedWithin({ [pile]: [pile] })).toEqual({ [pile]: [pile] });
});

it("P10: marks that pile up once unseen letters between them are gone stay as they are", () => {
  const pile = pair.repeat(16);
  expect(folded(`a${pair.repeat(8)}\u{200D}${pair.repeat(8)}`)).not.toContain("\u{200D}");
  expect(folded(`-${pile.split("").join("\u{200D}")}`)).toBe(`-${pile}`);
});

it("P10: no other letter comes to marks alone in its compatibility form", () => {
  const others = Array.from({ length: 0x110000 }, (_, code) => code)
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code))
    .filter((letter) => !/[\p{M}\u{FF9E}\u{FF9F}]/u.test(letter));
  expect(others.filter((letter) => /^\p{M}+$/u.test(letter.normalize("NFKD")))).toEqual([]);
});
