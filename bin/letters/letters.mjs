import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import iconv from "iconv-lite";
import { root } from "../one-at-a-time.mjs";

const span = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, nth) => String.fromCodePoint(from + nth));

/** The letters outside of ASCII in the sources of the shop, and of the parts that all pages share. */
export function wordLetters() {
  const texts = ["ui", "shop"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\./.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")),
  );
  return [...new Set(texts.join(""))].filter((letter) => letter.codePointAt(0) > 0x7f).toSorted();
}

/** What nearly every page shows: ASCII and Latin-1, kana, Japanese marks, our own words, and the kanji of everyday goods. */
export function commonLetters() {
  const kanji = readFileSync(join(root, "bin", "letters", "common.txt"), "utf8").replace(/\s/g, "");
  const spans = [
    span(0x20, 0x7e),
    span(0xa0, 0xff),
    span(0x2010, 0x2026),
    span(0x3000, 0x301f),
    span(0x3041, 0x3096),
  ];
  spans.push(span(0x30a0, 0x30ff), span(0xff01, 0xff5e));
  return [...new Set([...spans.flat(), ...wordLetters(), ...kanji])].toSorted();
}

/** Every letter of JIS X 0208, in its order: the common levels come first. */
export function allLetters() {
  const letters = [];
  for (let row = 1; row <= 84; row += 1)
    for (let cell = 1; cell <= 94; cell += 1) {
      const letter = iconv.decode(Buffer.from([0xa0 + row, 0xa0 + cell]), "eucjp");
      if (letter !== "\ufffd" && [...letter].length === 1) letters.push(letter);
    }
  return letters;
}
