/** Full-width digits, commas and yen signs are what people type, or paste from a spreadsheet. */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[\s,¥\\円]/g, "");

/** A whole number as people write it; null: blank; undefined: none. */
export function readNumber(text: string): number | null | undefined {
  const digits = plain(text);
  if (digits === "") return null;
  return /^\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}

/** Digits that are a name, such as a JAN code or a Smaregi product ID: half-width, without spaces. */
export function readDigits(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s/g, "");
}

/** The largest quantity (U7) and price. */
export const largest = { quantity: 999_999, price: 99_999_999 } as const;
