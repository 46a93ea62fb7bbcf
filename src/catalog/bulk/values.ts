import type { Text } from "../../kit/errors.ts";
import { undefused } from "../../kit/csv-safe.ts";
import { entryOf } from "../../kit/entry-of.ts";
import type { Question } from "../../kit/tables.ts";
import { isStorable, notStorable } from "../../kit/text/storable.ts";
import { showsNothing, stored, normal } from "../../kit/text/rules.ts";
import { idSpelling } from "../../smaregi/spelling.ts";
import { limits, smaregiProductIdShape } from "../rules.ts";
import { beginsPlain } from "./clear-word.ts";
import { damageOf, type Damage } from "./excel.ts";

/** A cell without what Excel adds to a text (`="0490"`, blanks around it) or an export puts before a formula. */
export function asTyped(cell: string): string {
  const inner = /^="(.*)"$/s.exec(cell.trim())?.[1];
  return inner === undefined ? undefused(cell.trim()) : inner.replaceAll('""', '"').trim();
}

/** The value of a cell, or why it is refused. */
export type Parsed<T> = { value: T } | { problem: Text };

const problem = (ja: string, en: string): { problem: Text } => ({ problem: { ja, en } });
/** Full-width digits and letters count like half-width ones. */
const plain = (cell: string): string => normal(cell, "NFKC").trim();

/** A name: any text that can be stored, up to `max` letters, with at least one visible letter. */
export function name(cell: string, max: number): Parsed<string> {
  return showsNothing(cell) ? problem("必須です。", "It is needed.") : anyText(cell, max);
}

function anyText(cell: string, max: number): Parsed<string> {
  if (cell.includes("\u{FFFD}")) {
    return problem(
      "文字化けしています。ファイルの文字コードを確認してください。",
      "It holds letters that could not be read: look at the file's encoding.",
    );
  }
  if (!isStorable(cell)) return { problem: notStorable };
  const kept = stored(cell);
  if (kept.length <= max || [...kept].length <= max) return { value: kept };
  return problem(`${max}文字以内で入力してください。`, `It takes up to ${max} letters.`);
}

const said: Record<Damage, (cell: string) => { problem: Text }> = {
  short: (cell) =>
    problem(
      `Excelが数値を指数表記(${cell})に変えたため、元の番号が失われています。セルの書式を「文字列」にして入力し直してください。`,
      `A spreadsheet has turned the number into ${cell}: its digits are lost. Make the cell a text and enter it again.`,
    ),
  date: (cell) =>
    problem(
      `Excelが日付(${cell})に変えています。セルの書式を「文字列」にして入力し直してください。`,
      `A spreadsheet has made a date of it (${cell}). Make the cell a text and enter it again.`,
    ),
  error: (cell) =>
    problem(
      `Excelの計算エラー(${cell})が入っています。正しい値を入力してください。`,
      `It holds an error of a spreadsheet (${cell}). Enter the right value.`,
    ),
};

/** Refuses a spreadsheet's error value (`#N/A`, `#REF!`), in any column; null if it is none. */
export function excelError(cell: string): { problem: Text } | null {
  return !beginsPlain.test(cell) && damageOf(cell) === "error" ? said.error(cell) : null;
}

/** Refuses a code or number that a spreadsheet changed; null if it looks unchanged. */
function damaged(cell: string): { problem: Text } | null {
  const damage = damageOf(cell);
  return damage === null ? null : said[damage](cell);
}

/** Removes the apostrophe that made a cell a text: `'0490...`. */
const withoutApostrophe = (cell: string): string => cell.replace(/^['’＇](?=[\p{L}\p{N}][^'’]*$)/u, "");

/** A product code. Refuses one that a spreadsheet turned into a short number, a date or an error. */
export function code(cell: string): Parsed<string> {
  return damaged(cell) ?? name(withoutApostrophe(cell), limits.productCode);
}

/** A system product number as it is in the cell; whether it exists is checked against the products. */
export function systemNumber(cell: string): Parsed<string> {
  return damaged(cell) ?? { value: plain(withoutApostrophe(cell)) };
}

/** A whole number from 0; accepts "1,980", "￥1,980" and full-width digits. */
export function wholeNumber(cell: string, max: number): Parsed<number> {
  if (/^\d{1,12}$/.test(cell) && Number(cell) <= max) return { value: Number(cell) };
  const digits = plain(withoutApostrophe(cell))
    .replace(/^[¥\\] ?/, "")
    .replace(/ ?円$/, "")
    .replaceAll(",", "");
  if (!/^\d{1,12}(\.0+)?$/.test(digits) || Number(digits) > max) {
    const most = max.toLocaleString("en-US");
    return problem(
      `0から${most}までの整数を入力してください。`,
      `It takes a whole number from 0 to ${most}.`,
    );
  }
  return { value: Number(digits) };
}

/** 10 or 8, with or without %. */
export function taxRate(cell: string): Parsed<8 | 10> {
  const rate = plain(cell).replace(/%$/, "");
  if (rate === "10" || rate === "8") return { value: rate === "10" ? 10 : 8 };
  return problem("税率は10または8を入力してください。", "The tax rate is 10 or 8.");
}

/** A product ID of Smaregi. */
export function smaregiProductId(cell: string): Parsed<string> {
  const id = idSpelling(withoutApostrophe(cell));
  if (smaregiProductIdShape.test(id)) return { value: id };
  return (
    damaged(cell) ??
    problem(
      "スマレジ商品IDは15桁までの数字で入力してください。",
      "A product ID of Smaregi is a number of up to 15 digits.",
    )
  );
}

/** True if the check digit of a JAN (EAN-13 or EAN-8) is correct. */
export function hasCheckDigit(digits: string): boolean {
  const all = [...digits].map(Number).toReversed();
  const sum = all.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Turns a UPC (12 digits with a valid check digit) into its JAN, with a leading zero; leaves anything else. */
export const janOfUpc = (digits: string): string =>
  /^\d{12}$/.test(digits) && hasCheckDigit(digits) ? `0${digits}` : digits;

const barcodeOf = (cell: string): string => janOfUpc(plain(withoutApostrophe(cell)).replaceAll(/[\s-]/g, ""));

/** Returns the JAN of a barcode, or null if it is of another kind. */
export function asBarcode(cell: string): string | null {
  const jan = barcodeOf(cell);
  return /^(\d{8}|\d{13})$/.test(jan) && hasCheckDigit(jan) ? jan : null;
}

/** A JAN code: 13 or 8 digits with the right check digit. Recognises codes that lost leading zeros in a spreadsheet. */
export function janCode(cell: string): Parsed<string> {
  const digits = barcodeOf(cell);
  const harm = damaged(cell);
  if (harm !== null) return harm;
  if (!/^\d{1,13}$/.test(digits)) {
    return problem("JANコードは13桁または8桁の数字で入力してください。", "A JAN code has 13 or 8 digits.");
  }
  const isWhole = digits.length === 13 || digits.length === 8;
  if (isWhole && hasCheckDigit(digits)) return { value: digits };
  if (!isWhole && hasCheckDigit(digits)) {
    const whole = digits.padStart(digits.length < 8 ? 8 : 13, "0");
    return problem(
      `先頭の0がExcelで失われているようです(${whole}ではありませんか)。セルの書式を「文字列」にして入力し直してください。`,
      `Zeros at its front seem to be lost in a spreadsheet (is it ${whole}?). Make the cell a text and enter it again.`,
    );
  }
  return problem(
    isWhole
      ? "JANコードのチェックデジット(最後の数字)が正しくありません。"
      : "JANコードは13桁または8桁の数字で入力してください。先頭の0が失われていないかも確認してください。",
    isWhole
      ? "The check digit (the last one) of the JAN code is wrong."
      : "A JAN code has 13 or 8 digits. See whether zeros at its front were lost, too.",
  );
}

const words = {
  stockManaged: {
    する: true,
    管理する: true,
    あり: true,
    有: true,
    有り: true,
    "1": true,
    true: true,
    yes: true,
    on: true,
    しない: false,
    管理しない: false,
    なし: false,
    無: false,
    無し: false,
    "0": false,
    false: false,
    no: false,
    off: false,
  },
  published: {
    公開: true,
    公開する: true,
    する: true,
    "1": true,
    true: true,
    yes: true,
    非公開: false,
    公開しない: false,
    しない: false,
    "0": false,
    false: false,
    no: false,
  },
  variationPattern: {
    なし: "none",
    none: "none",
    "0": "none",
    パターン1: "pattern1",
    pattern1: "pattern1",
    "1": "pattern1",
    パターン2: "pattern2",
    pattern2: "pattern2",
    "2": "pattern2",
  },
  control: {
    n: "new",
    new: "new",
    新規: "new",
    登録: "new",
    u: "change",
    update: "change",
    変更: "change",
    更新: "change",
    d: "delete",
    delete: "delete",
    削除: "delete",
  },
} as const;

type Words = typeof words;

/** One of the words that a column knows, in Japanese or English. */
export function word<K extends keyof Words>(cell: string, column: K): Parsed<Words[K][keyof Words[K]]> {
  const known: Record<string, unknown> = words[column];
  const value = entryOf(known, plain(cell).toLowerCase());
  if (value !== undefined) return { value: value as Words[K][keyof Words[K]] };
  const choices = Object.keys(known).join(" / ");
  return problem(`次のいずれかを入力してください: ${choices}`, `It takes one of: ${choices}`);
}

const longestQuestions = limits.questions * (limits.choices + 1) * (limits.question + 2);
const freeWord = "(自由入力)";

/** Questions of pattern 2 in one cell, one per line: `色=赤|青` offers choices, `名入れ=(自由入力)` accepts free text. */
export function questions(cell: string): Parsed<Question[]> {
  const odd = anyText(cell, longestQuestions);
  if ("problem" in odd) return odd;
  const lines = odd.value.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "");
  const read = lines.map((line): Question | null => {
    const [asked = "", ...rest] = line.split("=");
    const said = rest.join("=").trim();
    const choices = said.split("|").map((choice) => choice.trim());
    const question = asked.trim();
    if ([question, ...choices].some((text) => showsNothing(text) || [...text].length > limits.question)) {
      return null;
    }
    const isFree = [freeWord, "(free text)"].includes(plain(said).toLowerCase());
    return isFree ? { name: question, freeText: true } : { name: question, choices };
  });
  const good = read.filter((question) => question !== null);
  const tooMany =
    good.length > limits.questions ||
    good.some((question) => "choices" in question && question.choices.length > limits.choices);
  if (good.length < read.length || tooMany) {
    return problem(
      "1行に1つ、「色=赤|青」または「名入れ=(自由入力)」の形で入力してください。",
      'One question a line, as "colour=red|blue" or "name=(free text)".',
    );
  }
  return { value: good };
}

/** Writes questions in the form that `questions` reads. */
export function questionsText(asked: Question[]): string {
  return asked
    .map((each) => `${each.name}=${"choices" in each ? each.choices.join("|") : freeWord}`)
    .join("\n");
}
