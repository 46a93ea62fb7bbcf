/** So many marks on one letter are no writing: Unicode's stream-safe texts have 30 at the most. */
const piledMarks = /[\p{M}\u{FF9E}\u{FF9F}]{31}/u;

/**
 * Returns a text in a normal form of Unicode, in a time that grows with its length. Marks that pile up on a letter are put in order in
 * a time that grows with their square, minutes for a megabyte of them: a text that has such a pile stays as it is.
 */
export const normal = (text: string, form: "NFC" | "NFKC"): string =>
  piledMarks.test(text) ? text : text.normalize(form);

/**
 * Letters that NFC would replace, and that are letters of their own in Windows' Japanese: signs of units, and the kanji of
 * people's names (神, 福, 塚 in their older form).
 */
const composable = /[^\u{2126}\u{212A}\u{212B}\u{F900}-\u{FAFF}\u{2F800}-\u{2FA1F}]+/gu;

/**
 * Returns the one form in which a text is stored (P10): NFC, but for the letters that Windows tells apart. Joiners and
 * variation selectors stay. Visible text stays as it is: this never folds width, case or dashes.
 */
export function stored(text: string): string {
  // Nearly every text is in this form already.
  if (normal(text, "NFC") === text) return text;
  return text.replaceAll(composable, (part) => normal(part, "NFC"));
}

/** Returns anything that JSON can say with each of its texts as `stored` has it, names of fields included. */
export function storedWithin(value: unknown): unknown {
  if (typeof value === "string") return stored(value);
  if (Array.isArray(value)) return value.map(storedWithin);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [stored(name), storedWithin(each)]));
}

/** Letters without another form, and no blanks: most codes. */
const onlyPlain = /^[!-~]*$/;
/** What a reader never sees: joiners, variation selectors, soft hyphens, marks of direction, and NUL, which PostgreSQL takes in no text. */
const invisible = /[\0\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Hyphens, dashes, minus signs and the line that is drawn for one; not the long vowel of kana. */
const dashes = /[\u{2010}-\u{2015}\u{2043}\u{207B}\u{208B}\u{2212}\u{2500}\u{2501}]/gu;
const waves = /[\u{301C}\u{3030}\u{223C}\u{223E}]/gu;

/**
 * Returns the form in which keys are compared, never stored (P10): NFKC (width, kana width, circled digits), without invisible
 * letters, one dash, one wave dash, blanks as one space and none at the ends. `ignoreCase` where the field's convention says so.
 */
export function folded(text: string, { ignoreCase = false }: { ignoreCase?: boolean } = {}): string {
  if (onlyPlain.test(text)) return ignoreCase ? text.toLowerCase() : text;
  const plain = normal(text, "NFKC")
    .replaceAll(invisible, "")
    .replaceAll(dashes, "-")
    .replaceAll(waves, "~")
    .replaceAll(/\s+/gu, " ")
    .trim();
  // Letters that stood apart may compose once the invisible ones are gone, and lower case may decompose.
  return normal(ignoreCase ? plain.toLowerCase() : plain, "NFKC");
}

/** The one spelling of a mail address: width and case are nothing, blanks and unseen letters are no part of it. */
export const mailSpelling = (typed: string): string =>
  folded(typed, { ignoreCase: true }).replaceAll(" ", "");

/**
 * A postal code or phone as carriers' files take it: half width, plain dashes (between digits the long vowel is one that a
 * Japanese keyboard wrote), no 〒.
 */
export const plainDigits = (typed: string): string =>
  folded(typed)
    .replace(/^〒 ?/, "")
    .replaceAll(/(?<=\d)ー(?=\d)/g, "-");

/** True where nobody sees anything of a text: blanks and what is never drawn. */
export const showsNothing = (text: string): boolean => folded(text) === "";

/** True where people read two texts as the same. */
export const readsAs = (one: string, other: string): boolean =>
  one === other || folded(one) === folded(other);

/**
 * Returns two spellings of one key so that a reader sees where they differ: letters that look alike or can't be seen with
 * their numbers. `「バ(U+30CF U+3099)」` beside `「バ」`.
 */
export function spelledOut(text: string, beside: string): string {
  const other = new Set(beside);
  const odd = (letter: string) => !other.has(letter);
  return [...text]
    .map((letter) => {
      if (!odd(letter)) return letter;
      const number = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
      return /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\s]/u.test(letter)
        ? `(${number})`
        : `${letter}(${number})`;
    })
    .join("");
}
