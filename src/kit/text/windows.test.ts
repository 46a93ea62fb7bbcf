import iconv from "iconv-lite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { allLetters, encodeWindows, WindowsDecoder } from "./cp932.ts";
import { stored } from "./rules.ts";
import { asWindows, comesBackAs, missing } from "./windows.ts";

/** Any letter of Unicode, half of them of the first plane. */
const anyLetter = fc
  .oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0x10000, max: 0x10ffff }))
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code));
const decode = (bytes: Uint8Array, size = bytes.length): string => {
  const decoder = new WindowsDecoder();
  let text = "";
  for (let at = 0; at < bytes.length; at += size) text += decoder.write(bytes.subarray(at, at + size));
  return text + decoder.end();
};

describe("P10: every letter of Windows' Shift_JIS comes back the same", () => {
  it("written and read, letter by letter, through what is stored", () => {
    const letters = allLetters();
    // 7,500 by JIS, NEC and IBM, and 1,880 that companies draw themselves.
    expect(letters.length).toBeGreaterThan(9_300);
    const odd = letters.filter((letter) => {
      const { text, lost } = asWindows(stored(letter));
      return lost > 0 || decode(encodeWindows(text)) !== letter;
    });
    expect(odd).toEqual([]);
  });

  it("read and written, two bytes by two bytes: what is read is written as bytes that read the same", () => {
    const pairs = Array.from({ length: 0x10000 }, (_, pair) => decode(Uint8Array.of(pair >> 8, pair & 0xff)));
    const read = pairs.filter((text) => !text.includes("\u{FFFD}"));
    expect(read.filter((text) => decode(encodeWindows(text)) !== text)).toEqual([]);
  });

  it("as iconv-lite writes them, wherever it does", () => {
    const otherwise = allLetters().filter((letter) => {
      const theirs = iconv.encode(letter, "cp932");
      return iconv.decode(theirs, "cp932") === letter && !encodeWindows(letter).equals(theirs);
    });
    expect(otherwise).toEqual([]);
  });

  it("however the bytes come in", () => {
    const text = "①髙﨑～㈱結び,ソ能表十\r\n\u{E757}";
    for (const size of [1, 2, 3, 5]) expect(decode(encodeWindows(text), size)).toBe(text);
  });

  it("a broken byte takes nothing with it", () => {
    expect(decode(Uint8Array.of(0x81, 0x2c, 0x61))).toBe("\u{FFFD},a");
    expect(decode(Uint8Array.of(0x61, 0x81, 0x0d, 0x0a))).toBe("a\u{FFFD}\r\n");
    expect(decode(Uint8Array.of(0xff, 0x22, 0x81))).toBe('\u{FFFD}"\u{FFFD}');
  });
});

describe("a letter that Windows has under another number is written as that", () => {
  it.each([
    ["りんご 10〜12月", "りんご 10～12月"],
    ["−5℃", "－5℃"],
    ["A‖B", "A∥B"],
    ["東京—大阪", "東京―大阪"],
    ["¢£¬¦¥", "￠￡￢￤￥"],
    ["5\u{B5}m \u{212A} \u{C5} \u{2126}", "5\u{3BC}m K \u{212B} \u{3A9}"],
    ["‾¯·⋯", "￣￣・…"],
    ["白\u{00A0}M", "白 M"],
    ["\u{2F64}語", "用語"],
    ["ハ\u{3099}ニラ", "バニラ"],
    ["\u{FA19}社", "\u{FA19}社"],
  ])("%s", (text, written) => {
    expect(asWindows(text)).toEqual({ text: written, lost: 0 });
    expect(comesBackAs(written, text)).toBe(true);
  });

  it.each([
    ["🍵の茶", `${missing}の茶`, 1],
    ["𠮷野家", `${missing}野家`, 1],
    ["caf\u{E9} 10㎡ 5²", "cafe 10㎡ 52", 2],
    ["\u{3094}", "う゛", 1],
    ["葛\u{E0100}城", "葛城", 1],
    ["👨\u{200D}👩", `${missing}${missing}`, 3],
  ])("%s: only the letter that it lacks is lost, and it is counted", (text, written, lost) => {
    expect(asWindows(text)).toEqual({ text: written, lost });
    expect(comesBackAs(written, text)).toBe(true);
  });

  it("any text becomes bytes that read as it was written, and comes back as what is there", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyLetter, maxLength: 10 }), (text) => {
        const { text: written } = asWindows(text);
        expect(decode(encodeWindows(written))).toBe(written);
        expect(comesBackAs(written, text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ["@名 🍡", "@名 ?"],
    ["@名 🍡", "@名 ??"],
    ["りんご 10〜12月 🍎", "りんご 10?12月 ??"],
    ["caf\u{E9} ¥100 🍵", "cafe \u{FFE5}100 ?"],
    ["なに?🍎と🍎🍎", "なに???と??"],
    ["葛\u{E0100}城?", "葛??城?"],
  ])("P10: %s comes back as %s from a program that saves UTF-8 in Shift_JIS", (there, cell) => {
    expect(comesBackAs(cell, there)).toBe(true);
  });

  it.each([
    ["茶", "茶?"],
    ["🍵の茶", "?の花"],
    ["🍵の茶", "?"],
    ["🍵の茶", "x?の茶"],
    ["🍵の茶", "?の茶?"],
    ["🍵の茶", "の茶"],
  ])("%s is changed to %s", (there, cell) => expect(comesBackAs(cell, there)).toBe(false));
});
