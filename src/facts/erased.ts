/**
 * The text that replaces erased buyer data in a record: rows contain the Japanese one, and readers see it in their
 * language.
 */
export const erased = { ja: "（削除済み）", en: "(erased)" };

/** A text of a record for English readers. */
export const inEnglish = (text: string): string => (text === erased.ja ? erased.en : text);
