import { folded, normal } from "../kit/text/rules.ts";

/**
 * Returns an ID of Smaregi in its one spelling (P10): they are whole numbers in texts, typed from labels, padded exports and mails. Full width,
 * blanks and unseen letters go, zeros in front too. What is no number stays, to be refused by its shape.
 */
export function idSpelling(typed: string): string {
  const plain = normal(typed, "NFKC").replaceAll(/[\s\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, "");
  return /^\d+$/.test(plain) ? plain.replace(/^0+(?=\d)/, "") : plain;
}

/** Returns a contract ID in its one spelling: it is no number, so that zeros in front are its own; blanks and width are mended. */
export const contractSpelling = (typed: string): string => folded(typed).replaceAll(" ", "");
