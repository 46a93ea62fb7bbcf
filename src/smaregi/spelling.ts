import { folded, normal } from "../kit/text/rules.ts";

/**
 * Returns a Smaregi ID in its one spelling (P10). The IDs are whole numbers as text, typed from labels, padded exports
 * and mails. Removes full width, blanks, invisible letters and leading zeros. A text that is not a number stays, to be
 * refused by its shape.
 */
export function idSpelling(typed: string): string {
  const plain = normal(typed, "NFKC").replaceAll(/[\s\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, "");
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, "") : plain;
}

/**
 * Returns a contract ID in its one spelling: it is not a number, so leading zeros belong to it; blanks and width are
 * corrected.
 */
export const contractSpelling = (typed: string): string => folded(typed).replaceAll(" ", "");
