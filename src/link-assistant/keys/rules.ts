import { folded } from "../../kit/text/rules.ts";

/** Kept kanji that NFKC leaves apart, though people read them as one. */
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
 * A text as keys are compared: width, dashes, blanks (Smaregi's files may put a tab before a code), unseen letters and kana are
 * nothing. Case stays: two codes that differ by it are two codes.
 */
export function codeForm(text: string): string {
  return folded(text)
    .replaceAll(/(?<=[!-~])ー(?=[!-~])/g, "-")
    .replaceAll(" ", "");
}

/** A code as people misread it: without case and what stands between its parts. */
export function looseForm(code: string): string {
  return codeForm(code)
    .toLowerCase()
    .replaceAll(/[-_./]/g, "");
}

/** The same without the zeros in front, which spreadsheets lose; null where there are none, or nothing is left. */
export function withoutZeros(loose: string): string | null {
  const rest = loose.replace(/^0+/, "");
  return rest === loose || rest === "" ? null : rest;
}

/** A name as it is compared: without case, blanks, brackets and marks, hiragana as katakana. */
export function nameForm(text: string): string {
  return folded(text, { ignoreCase: true })
    .replaceAll(oddKanji, (letter) => sameKanji[letter] ?? letter)
    .replaceAll(/[ぁ-ゖ]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0x60))
    .replaceAll(/[\s()[\]{}<>「」『』【】〔〕《》〈〉・･,、。.!?'"“”‘’:;|/\\_~*+-]/gu, "");
}

/** What a code says as a JAN: one, one that lost zeros in front, one that Excel spoiled (`4.90E+12`), or none. */
export type JanKey =
  | { kind: "jan"; jan: string }
  | { kind: "lostZero"; jan: string }
  | { kind: "excel" }
  | null;

/** Reads a code as a JAN of 8 or 13 digits. 12 digits are a UPC, 14 with a 0 in front hold one of 13. */
export function janKey(code: string): JanKey {
  const text = codeForm(code);
  if (/^\d(\.\d+)?e\+?\d{1,2}$/i.test(text)) return { kind: "excel" };
  if (!/^\d{5,14}$/.test(text) || !hasCheckDigit(text)) return null;
  // Zeros in front change no check digit: what fits is told from what was lost by its length.
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

/** Weights 3 and 1 from the right, the check digit itself apart. */
function hasCheckDigit(digits: string): boolean {
  const sum = [...digits]
    .toReversed()
    .reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** A code that says too little to link by: short, or a bare number below 1,000. */
export function isWeakCode(code: string): boolean {
  return code.length < 4 || /^0*\d{1,3}$/.test(code);
}

/** A few letters that stand for a value: two that differ have other letters, but for one in some billions. */
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
