/** No real writing has this many marks on one letter: Unicode's stream-safe texts have 30 at most. */
const piledMarks = /[\p{M}\u{FF9E}\u{FF9F}]{31}/u;

/**
 * Returns a text in a Unicode normal form, in time proportional to its length. Normalizing many marks on one letter takes quadratic
 * time, minutes for a megabyte of them, so a text with such a pile is returned unchanged.
 */
export const normal = (text: string, form: "NFC" | "NFKC"): string =>
  piledMarks.test(text) ? text : text.normalize(form);

/**
 * Not matched: letters that NFC would replace but that are separate letters in Windows' Japanese: unit signs, and the
 * kanji of people's names (神, 福, 塚 in their older form).
 */
const composable = /[^\u{2126}\u{212A}\u{212B}\u{F900}-\u{FAFF}\u{2F800}-\u{2FA1F}]+/gu;

/**
 * Returns the one form in which a text is stored (P10): NFC, except for the letters that Windows keeps apart. Joiners
 * and variation selectors stay. The visible text does not change: this never folds width, case or dashes.
 */
export function stored(text: string): string {
  // Nearly every text is already in this form.
  if (normal(text, "NFC") === text) return text;
  return text.replaceAll(composable, (part) => normal(part, "NFC"));
}

/** Returns any JSON value with each of its texts, including field names, in the form of `stored`. */
export function storedWithin(value: unknown): unknown {
  if (typeof value === "string") return stored(value);
  if (Array.isArray(value)) return value.map(storedWithin);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [stored(name), storedWithin(each)]));
}

/** Letters without another form, and no blanks: most codes. */
const onlyPlain = /^[!-~]*$/;
/**
 * What a reader never sees: joiners, variation selectors, soft hyphens, direction marks, and NUL, which PostgreSQL accepts in no
 * text.
 */
const invisible = /[\0\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Hyphens, dashes, minus signs and the box-drawing line used as one; not the long vowel mark of kana. */
const dashes = /[\u{2010}-\u{2015}\u{2043}\u{207B}\u{208B}\u{2212}\u{2500}\u{2501}]/gu;
const waves = /[\u{301C}\u{3030}\u{223C}\u{223E}]/gu;

/**
 * Returns the form in which keys are compared; it is never stored (P10): NFKC (width, kana width, circled digits), no invisible
 * letters, one kind of dash, one kind of wave dash, blanks as one space and none at the ends. Set `ignoreCase` if the field's
 * convention says so.
 */
export function folded(text: string, { ignoreCase = false }: { ignoreCase?: boolean } = {}): string {
  if (onlyPlain.test(text)) return ignoreCase ? text.toLowerCase() : text;
  const plain = normal(text, "NFKC")
    .replaceAll(invisible, "")
    .replaceAll(dashes, "-")
    .replaceAll(waves, "~")
    .replaceAll(/\s+/gu, " ")
    .trim();
  // Letters may compose once invisible ones between them are gone, and lower case may decompose.
  return normal(ignoreCase ? plain.toLowerCase() : plain, "NFKC");
}

/** The one spelling of a mail address: folds width and case, removes blanks and invisible letters. */
export const mailSpelling = (typed: string): string =>
  folded(typed, { ignoreCase: true }).replaceAll(" ", "");

/**
 * A postal code or phone number in the form of carriers' files: half width, plain dashes (a long vowel mark between digits
 * is a dash typed on a Japanese keyboard), no 〒.
 */
export const plainDigits = (typed: string): string =>
  folded(typed)
    .replace(/^〒 ?/, "")
    .replaceAll(/(?<=\d)ー(?=\d)/g, "-");

/** True if nothing of a text is visible: blanks and letters that are never drawn. */
export const showsNothing = (text: string): boolean => folded(text) === "";

/** True if people read two texts as the same. */
export const readsAs = (one: string, other: string): boolean =>
  one === other || folded(one) === folded(other);

/**
 * Returns one of two spellings of a key so that a reader sees the difference: adds the numbers of letters that look alike
 * or are invisible. `「バ(U+30CF U+3099)」` beside `「バ」`.
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
