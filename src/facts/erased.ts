/** What stands in a record where a buyer's data was: in rows as it is in Japanese, and told in the reader's language. */
export const erased = { ja: "（削除済み）", en: "(erased)" };

/** A text of a record as an English reader gets it. */
export const inEnglish = (text: string): string => (text === erased.ja ? erased.en : text);
