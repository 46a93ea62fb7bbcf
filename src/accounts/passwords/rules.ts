import type { Text } from "../../kit/errors.ts";
import { folded } from "../../kit/text/rules.ts";

/** The minimum length of a password. Shorter ones from earlier stay valid until they are changed. */
export const shortestPassword = 12;

/** Why a password is too easy to guess. */
export type Weakness = "short" | "pattern" | "common" | "own";

export const weaknessWords: Record<Weakness, Text> = {
  short: {
    ja: `パスワードは${shortestPassword}文字以上にしてください。`,
    en: `A password has at least ${shortestPassword} letters.`,
  },
  pattern: {
    ja: "同じ文字の繰り返しや、キーボード・数字・アルファベットの並び順だけのパスワードは使えません。",
    en: "It only repeats some letters, or goes along the alphabet, the numbers or the keyboard.",
  },
  common: {
    ja: "よく使われるパスワードで、推測されやすいため使えません。",
    en: "It is one of the passwords that many people use, and that are tried first.",
  },
  own: {
    ja: "名前・メールアドレス・店舗名でできたパスワードは、推測されやすいため使えません。",
    en: "It is made of your name, your address or the shop's name, which others know.",
  },
};

/**
 * Why a password is refused; null if it is accepted. `own`: words that others know about the account, such as its name.
 * `common`: what many people use, in lower case; variants with digits and signs around the word or in place of letters
 * count too.
 */
export function weaknessOf(
  password: string,
  known: { own: string[]; common: ReadonlySet<string> },
): Weakness | null {
  if ([...password].length < shortestPassword) return "short";
  const text = folded(password, { ignoreCase: true });
  if (isPattern(text)) return "pattern";
  if ([text, ...coresOf(text)].some((each) => known.common.has(each))) return "common";
  return isOwn(text, known.own) ? "own" : null;
}

const rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/** True for neighbours in the alphabet, among the numbers or on the keyboard, and for the same character twice. */
function isStep(one: string, other: string): boolean {
  const away = Math.abs((one.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0));
  return away <= 1 || rows.some((row) => row.includes(one + other) || row.includes(other + one));
}

function isPattern(text: string): boolean {
  if (/^(.{1,4})\1{2,}.{0,3}$/su.test(text)) return true;
  const letters = [...text];
  const breaks = letters.filter((letter, nth) => nth > 0 && !isStep(letters[nth - 1] ?? "", letter));
  return breaks.length <= 2;
}

const stands: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

/**
 * The possible core words of a password: without digits and signs at both ends, with and without letters in place of
 * the signs inside, and a repeated word once.
 */
function coresOf(text: string): string[] {
  const inner = text.replaceAll(/^[\P{L}]+|[\P{L}]+$/gu, "");
  const read = [...inner].map((letter) => stands[letter] ?? letter).join("");
  const words = [inner, read];
  const twice = words.map((word) => /^(.{5,}?)[^\p{L}]*\1+$/su.exec(word)?.[1] ?? word);
  return [...words, ...twice];
}

/** The number of letters that must remain after the person's own words are removed. */
const fewestOthers = 5;

function isOwn(text: string, own: string[]): boolean {
  const words = own
    .flatMap((each) => {
      const word = folded(each, { ignoreCase: true });
      return [word.replaceAll(/[^\p{L}\p{N}]/gu, ""), ...word.split(/[^\p{L}\p{N}]+/u)];
    })
    .filter((word) => word.length >= (/^[ -~]*$/.test(word) ? 3 : 2))
    .toSorted((one, other) => other.length - one.length);
  const rest = words.reduce((left, word) => left.replaceAll(word, ""), text);
  return rest !== text && rest.replaceAll(/[\P{L}]/gu, "").length < fewestOthers;
}
