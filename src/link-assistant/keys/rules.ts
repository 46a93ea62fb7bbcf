import { folded } from "../../kit/text/rules.ts";

/** Variants of kanji that NFKC keeps apart, though people read them as one. */
const sameKanji: Record<string, string> = {
  髙: "高",
  﨑: "崎",
  德: "徳",
  濵: "浜",
  濱: "浜",
  邉: "辺",
  邊: "辺",
  齋: "斎",
  齊: "斉",
};
const oddKanji = new RegExp(`[${Object.keys(sameKanji).join("")}]`, "gu");

/**
 * A text in the form in which keys are compared: ignores width, dashes, blanks (Smaregi's files may put a tab before a
 * code), invisible letters and kana type. Keeps case: two codes that differ by it are two codes.
 */
export function codeForm(text: string): string {
  return folded(text)
    .replaceAll(/(?<=[!-~])ー(?=[!-~])/g, "-")
    .replaceAll(" ", "");
}

/** A code without what people misread: without case and separators. */
export function looseForm(code: string): string {
  return codeForm(code)
    .toLowerCase()
    .replaceAll(/[-_./]/g, "");
}

/** The same without leading zeros, which spreadsheets lose; null if there are none, or nothing is left. */
export function withoutZeros(loose: string): string | null {
  const rest = loose.replace(/^0+/, "");
  return rest === loose || rest === "" ? null : rest;
}

/** A name in the form for comparing: without case, blanks, brackets and marks, hiragana as katakana. */
export function nameForm(text: string): string {
  return folded(text, { ignoreCase: true })
    .replaceAll(oddKanji, (letter) => sameKanji[letter] ?? letter)
    .replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60))
    .replaceAll(/[\s()[\]{}<>「」『』【】〔〕《》〈〉・･,、。.!?'"“”‘’:;|/\\_~*+-]/gu, "");
}

/** What a code is as a JAN: a valid one, one that lost leading zeros, one that Excel spoiled (`4.90E+12`), or none. */
export type JanKey =
  | { kind: "jan"; jan: string }
  | { kind: "lostZero"; jan: string }
  | { kind: "excel" }
  | null;

/** Reads a code as a JAN of 8 or 13 digits. 12 digits are a UPC, 14 with a leading 0 contain one of 13. */
export function janKey(code: string): JanKey {
  const text = codeForm(code);
  if (/^\d(\.\d+)?e\+?\d{1,2}$/i.test(text)) return { kind: "excel" };
  if (!/^\d{5,14}$/.test(text) || !hasCheckDigit(text)) return null;
  // Leading zeros do not change the check digit: only the length shows whether some were lost.
  switch (text.length) {
    case 8:
    case 13:
      return { kind: "jan", jan: text };
    case 12:
      return { kind: "jan", jan: `0${text}` };
    case 14:
      return { kind: "jan", jan: text.startsWith("0") ? text.slice(1) : text };
    default:
      return { kind: "lostZero", jan: text.padStart(text.length < 8 ? 8 : 13, "0") };
  }
}

/** Weights 3 and 1 from the right, without the check digit itself. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .toReversed()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** True if a code says too little to link by it: it is short, or a bare number below 1,000. */
export function isWeakCode(code: string): boolean {
  return code.length < 4 || /^0*\d{1,3}$/.test(code);
}

/** A short digest of a value: two different values get different ones, except one in some billions. */
export function printOf(value: unknown): string {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (const letter of JSON.stringify(value)) {
    const code = letter.codePointAt(0) ?? 0;
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}
