import { normal } from "../../kit/text/rules.ts";

/**
 * What Excel turns a code into, in its Japanese and English settings: dates (26-1-2: 2026/1/2; 1-2: 1月2日, 2-Jan,
 * Jan-02), times (1:2: 1:02), and short numbers (4901234567894: 4.90123E+12), which lose their digits.
 */
const month =
  "(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)";
const time = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?`;
const weekday = String.raw`(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )`;
const dates = [
  String.raw`\d{4}\/\d{1,2}\/\d{1,2}`,
  String.raw`\d{1,2}\/\d{1,2}\/(?:\d{4}|\d{2})`,
  String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`,
  String.raw`(?:\d{2}|\d{4})年\d{1,2}月(?:\d{1,2}日)?`,
  String.raw`\d{1,2}月\d{1,2}日`,
  String.raw`(?:明治|大正|昭和|平成|令和|[mtshr])(?:\d{1,2}|元)(?:年\d{1,2}月\d{1,2}日|\.\d{1,2}\.\d{1,2}|\/\d{1,2}\/\d{1,2})`,
  String.raw`\d{1,2}-${month}(?:-(?:\d{4}|\d{2}))?`,
  String.raw`${month}-(?:\d{4}|\d{2})`,
  String.raw`${weekday}?${month} \d{1,2}, \d{4}`,
  String.raw`${weekday}?\d{1,2} ${month},? \d{4}`,
].join("|");
const dateOrTime = new RegExp(String.raw`^(?:(?:${dates})(?: ${time})?|${time})$`, "i");
const short = /^[-+]?\d(?:[.,]\d+)?E[-+]?\d+$/i;
const error =
  /^#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|PYTHON!)$|^#{3,}$/i;

/** What Excel turned the typed text into; null: nothing recognisable. */
export type Damage = "date" | "short" | "error";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** The numbers in a text; months by their names, years by their last two digits. */
const numbersIn = (text: string): number[] =>
  [...text.toLowerCase().matchAll(/\d+|[a-z]{3}/g)].flatMap(([found]) => {
    const nth = months.indexOf(found) + 1;
    return /\d/.test(found) ? [Number(found.slice(-2))] : nth > 0 ? [nth] : [];
  });
const plainNumber = /^[-+]?\d[\d,]*(?:\.\d+)?$/;
/** Texts that a spreadsheet takes for a date or a time by itself: 1-2, 3/4, 26-1-2, 10:30. */
const likeDate = /^\d{1,4}[-/:]\d{1,2}(?:[-/:]\d{1,4})?$/;

/**
 * True if a text is what a spreadsheet makes of the existing one when its file is only opened and saved: a number
 * without its zeros (00123: 123, 1.50: 1.5), a short number, or a date (1-2: 1月2日).
 */
export function isMadeOf(cell: string, there: string): boolean {
  const [is, was] = [cell, there].map((text) => normal(text, "NFKC").trim()) as [string, string];
  if (is === was) return false;
  const damage = damageOf(is);
  if (plainNumber.test(was) && plainNumber.test(is))
    return Number(was.replaceAll(",", "")) === Number(is.replaceAll(",", ""));
  if (damage === "short") return plainNumber.test(was) || short.test(was);
  if (damage !== "date" || !likeDate.test(was)) return false;
  const numbers = numbersIn(is);
  return numbersIn(was).every((each) => numbers.includes(each));
}

/** Returns what Excel turned a code into; null if it looks as it was typed. Full and half width count as the same. */
export function damageOf(cell: string): Damage | null {
  const plain = normal(cell, "NFKC").trim();
  if (error.test(plain)) return "error";
  if (short.test(plain)) return "short";
  return dateOrTime.test(plain) ? "date" : null;
}
