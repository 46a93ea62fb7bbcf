import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { wordLetters } from "../bin/letters/letters.mjs";

/** The letters that a style sheet of `ui/letters` names. */
function named(sheet: string): (letter: string) => boolean {
  const css = readFileSync(new URL(`../ui/letters/${sheet}.css`, import.meta.url), "utf8");
  const ranges = [...css.matchAll(/U\+([0-9a-f]+)(?:-([0-9a-f]+))?/gi)].map(([, from = "", to = from]) => {
    return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
  });
  return (letter) => {
    const point = letter.codePointAt(0) ?? 0;
    return ranges.some(({ from, to }) => from <= point && point <= to);
  };
}

it("every letter of the shop's own words is among the common ones (else: node bin/letters/make.mjs)", () => {
  const isCommon = named("common");
  expect(wordLetters().filter((letter) => !isCommon(letter))).toEqual([]);
});

it("letters of names that are not common lie in the files of rare ones", () => {
  const isRare = named("rare");
  expect([..."檸檬鬱葛"].every(isRare)).toBe(true);
  expect(isRare("あ")).toBe(false);
});
