import type { Fields } from "./state.ts";

const words = (text: string): string[] => text.split(" ");

/** The fields that the head of a sale must have. */
export const requiredInHead = words(
  "transactionHeadDivision subtotal total storeId terminalId terminalTranId terminalTranDateTime",
);
/** The fields that each line of a sale must have. */
export const requiredInLine = words("transactionDetailId transactionDetailDivision salesPrice quantity");

/** Amounts of the head: whole yen. */
export const amountsInHead = words(
  "subtotal total subtotalDiscountPrice pointDiscount couponDiscount roundingPrice carriage commission taxInclude taxExclude deposit depositCash depositCredit change spendPoint newPoint",
);

const knownInHead = new Set([
  ...requiredInHead,
  ...amountsInHead,
  ...words(
    "cancelDivision subtotalDiscountRate subtotalDiscountDivision sellDivision taxRate taxRounding roundingDivision depositOthers sumDivision sumDate customerId customerCode staffId memo receiptMemo tags transactionUuid layawayServerTransactionHeadId barcode details",
  ),
]);
/** Families of fields that an online shop does not use, and that Smaregi accepts. */
const families =
  /^(guestNumbers|customerGroupId|customerRank|mile|newMile|spendMile|totalMile|point|totalPoint|taxFree)/;

const knownInLine = new Set([
  ...requiredInLine,
  ...words(
    "productId productCode productName printReceiptProductName price taxDivision unitDiscountPrice unitDiscountRate unitDiscountDivision categoryId categoryName discriminationNo salesDivision productDivision parentTransactionDetailId productBundleGroupId reduceTaxId inventoryReservationDivision",
  ),
]);

/** The keys of a sale's head that Smaregi does not accept. */
export const unknownInHead = (head: object): string[] =>
  Object.keys(head).filter((name) => !knownInHead.has(name) && !families.test(name));

/** The keys of a line that Smaregi does not accept. */
export const unknownInLine = (line: object): string[] =>
  Object.keys(line).filter((name) => !knownInLine.has(name) && !name.startsWith("taxFree"));

/** The required fields that are missing. */
export const missing = (fields: Fields, required: string[]): string[] =>
  required.filter((name) => (fields[name] ?? "") === "");

/**
 * Returns an object's values as strings. A value that is no string is named in `problems`; a number only if numbers aren't accepted.
 */
export function asStrings(
  value: unknown,
  numbersAccepted: boolean,
  path: string,
  problems: string[],
): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    problems.push(path.replace(/\.$/, ""));
    return {};
  }
  const fields: Fields = {};
  for (const [name, entry] of Object.entries(value)) {
    if (entry === null || typeof entry === "string") fields[name] = entry;
    else if (typeof entry === "number" && numbersAccepted) fields[name] = String(entry);
    else problems.push(`${path}${name}`);
  }
  return fields;
}
