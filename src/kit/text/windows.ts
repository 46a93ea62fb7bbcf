import { hasLetters } from "./cp932.ts";
import { stored } from "./rules.ts";

/** Replaces a letter that Windows' Shift_JIS lacks: 〓, which printers have long used for missing type. */
export const missing = "〓";

/**
 * Letters that CP932 has under another number: one letter for people, several in Unicode, because every system made its own table
 * from JIS. Left: what Macs, Java, PostgreSQL and Latin keyboards write; right: what Windows writes.
 */
const otherNumbers = new Map<string, string>(
  Object.entries({
    "\u{301C}": "～",
    "\u{223C}": "～",
    "\u{2212}": "－",
    "\u{2016}": "∥",
    "\u{2014}": "―",
    "\u{2011}": "‐",
    "\u{22EF}": "…",
    "\u{00A2}": "￠",
    "\u{00A3}": "￡",
    "\u{00AC}": "￢",
    "\u{00A6}": "￤",
    "\u{00A5}": "￥",
    "\u{203E}": "￣",
    "\u{00AF}": "￣",
    "\u{00B7}": "・",
    "\u{00B5}": "μ",
    "\u{00C5}": "\u{212B}",
    "\u{2126}": "Ω",
    "\u{212A}": "K",
    "\u{00AB}": "≪",
    "\u{00BB}": "≫",
    "\u{2329}": "〈",
    "\u{232A}": "〉",
  }),
);
/** Blanks of other widths, half forms of signs, and radicals that look like the kanji they stand for. */
const sameShape = /[\u{00A0}\u{2000}-\u{200A}\u{202F}\u{205F}\u{2F00}-\u{2FD5}\u{FFE8}-\u{FFEE}]/u;
const unseen = /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u;

/** A text in Windows' Shift_JIS; `lost`: how many of its letters that encoding lacks. */
export type WindowsText = { text: string; lost: number };

/**
 * Returns a text in letters that CP932 has: the same letter under Windows' number, otherwise its plain form (é: e, ²: 2), otherwise
 * 〓. Only letters that are not the same count as lost.
 */
export function asWindows(text: string): WindowsText {
  // Nearly every text is complete. A letter that NFC would compose from two has no second half in CP932.
  if (hasLetters(text)) return { text, lost: 0 };
  let lost = 0;
  let out = "";
  for (const letter of stored(text)) {
    const written = hasLetters(letter) ? undefined : substitute(letter);
    if (written?.isLost === true) lost += 1;
    out += written?.text ?? letter;
  }
  return { text: out, lost };
}

type Substitute = { text: string; isLost: boolean };
/** Keeps the result for each letter: a file has the same few thousands of times. */
const found = new Map<string, Substitute>();
const mostKept = 5_000;

function substitute(letter: string): Substitute {
  const kept = found.get(letter);
  if (kept !== undefined) return kept;
  const same = sameLetter(letter);
  const made = { text: same ?? plainForm(letter), isLost: same === null };
  if (found.size < mostKept) found.set(letter, made);
  return made;
}

const isWhole = (text: string): boolean => text !== "" && hasLetters(text);

function sameLetter(letter: string): string | null {
  const other = otherNumbers.get(letter);
  if (other !== undefined) return other;
  // A kanji of the compatibility blocks that Windows lacks has the same shape under its usual number.
  const usual = letter.normalize(sameShape.test(letter) ? "NFKC" : "NFC");
  return isWhole(usual) ? usual : null;
}

function plainForm(letter: string): string {
  if (unseen.test(letter)) return "";
  const parts = letter.normalize("NFKD").replaceAll("\u{3099}", "゛").replaceAll("\u{309A}", "゜");
  if (isWhole(parts)) return parts;
  const base = parts.replaceAll(/\p{M}/gu, "");
  return base === "" || isWhole(base) ? base : missing;
}

/**
 * True if a cell of a Shift_JIS file equals the stored text as far as that encoding can express it: as we write it, or as a
 * spreadsheet writes it that read UTF-8 and saved Shift_JIS, with question marks for missing letters.
 */
export const comesBackAs = (cell: string, there: string): boolean =>
  cell === there || asWindows(cell).text === asWindows(there).text || isQuestioned(cell, there);

/** Many question marks in a row count as one: how many replace one letter depends on the program. */
function isQuestioned(cell: string, there: string): boolean {
  if (!cell.includes("?") || hasLetters(there)) return false;
  const is = cell.replaceAll(/\?+/g, "?");
  let at = 0;
  let isBehindMark = false;
  for (const letter of stored(there)) {
    const own = hasLetters(letter) ? letter : asWindows(letter).text;
    if (own !== "" && own !== "?" && is.startsWith(own, at)) {
      at += own.length;
      isBehindMark = false;
    } else if (own === letter && own !== "?") return false;
    else if (is[at] === "?") {
      at += 1;
      isBehindMark = true;
    } else if (!isBehindMark && own !== "") return false;
  }
  return at === is.length;
}
