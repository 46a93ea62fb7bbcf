import { readdirSync, readFileSync } from "node:fs";
import { brotliDecompressSync, crc32 } from "node:zlib";
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

it("every file of letters and every picture of the documents is whole", () => {
  const of = (folder: string, ending: string) =>
    readdirSync(new URL(`../${folder}/`, import.meta.url))
      .filter((name) => name.endsWith(ending))
      .map((name) => ({ name, bytes: readFileSync(new URL(`../${folder}/${name}`, import.meta.url)) }));
  const letters = of("ui/letters", ".woff2");
  const pictures = of("docs/images", ".png");
  expect([letters.length > 100, pictures.length > 10]).toEqual([true, true]);
  expect(letters.filter(({ bytes }) => !isLetters(bytes)).map(({ name }) => name)).toEqual([]);
  expect(pictures.filter(({ bytes }) => !isPicture(bytes)).map(({ name }) => name)).toEqual([]);
});

/**
 * True if its tables can be unpacked: they are at the end of a WOFF2, with a length that the header gives, followed by up to
 * three bytes.
 */
function isLetters(bytes: Buffer): boolean {
  const length = bytes.readUInt32BE(20);
  return [0, 1, 2, 3].some((after) => {
    try {
      const end = bytes.length - after;
      return brotliDecompressSync(bytes.subarray(end - length, end)).length > 0;
    } catch {
      return false;
    }
  });
}

/** True if each part of a PNG matches the checksum behind it, up to the last part, IEND. */
function isPicture(bytes: Buffer): boolean {
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 8 + bytes.readUInt32BE(at);
    if (end + 4 > bytes.length || crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
      return false;
    if (end + 4 === bytes.length) return bytes.toString("latin1", at + 4, at + 8) === "IEND";
    at = end + 4;
  }
  return false;
}

it("no stylesheet of the built pages brings letters inside itself: a page may load nothing from a `data:`", () => {
  const folder = new URL("../dist/pages/assets/", import.meta.url);
  const styles = readdirSync(folder).filter((name) => name.endsWith(".css"));
  expect(styles.length).toBeGreaterThan(0);
  expect(styles.filter((name) => readFileSync(new URL(name, folder), "utf8").includes("data:font"))).toEqual(
    [],
  );
});
