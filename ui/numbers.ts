/** Full-width digits, commas and yen signs are what people type, or paste from a spreadsheet. */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[\s,¥\\円]/g, "");

/** Digits that are a name, such as a JAN code or a Smaregi product ID: half-width, without spaces. */
export function readDigits(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s/g, "");
}

/** A whole number as people write it, with a minus where it is less than nothing; null: blank; undefined: none. */
export function readWhole(text: string): number | null | undefined {
  const digits = plain(text).replace(/^[‐−–▲△ー]/, "-");
  if (digits === "") return null;
  return /^-?\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}

/** The same where less than nothing is none: a price, a quantity. */
export function readCount(text: string): number | null | undefined {
  const value = readWhole(text);
  return typeof value === "number" && value < 0 ? undefined : value;
}
