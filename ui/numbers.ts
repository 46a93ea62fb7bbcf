/** Cleans what people type, or paste from a spreadsheet: full-width digits, commas and yen signs. */
const plain = (text: string): string => text.normalize("NFKC").replaceAll(/[\s,¥\\円]/g, "");

/** Reads digits that identify something, such as a JAN code or a Smaregi product ID: half-width, without spaces. */
export function readDigits(text: string): string {
  return text.normalize("NFKC").replaceAll(/\s/g, "");
}

/** Reads a whole number as people write it, with a minus if it is below 0. Null: blank; undefined: not a number. */
export function readWhole(text: string): number | null | undefined {
  const digits = plain(text).replace(/^[‐−–▲△ー]/, "-");
  if (digits === "") return null;
  return /^-?\d{1,12}$/.test(digits) ? Number(digits) : undefined;
}

/** The same for a price or a quantity, where a number below 0 is not valid. */
export function readCount(text: string): number | null | undefined {
  const value = readWhole(text);
  return typeof value === "number" && value < 0 ? undefined : value;
}
