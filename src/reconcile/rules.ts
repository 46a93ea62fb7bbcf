import { totalOf } from "../orders/rules.ts";
import type { TaxRate, Transaction } from "../smaregi/types.ts";
import { clamp } from "../stock/rules.ts";
import {
  counting,
  isAt,
  keepOf,
  piecesOfSale,
  type Here,
  type OrderLink,
  type TransactionRow,
} from "../transactions/rules.ts";
import type { Cause } from "./causes/rules.ts";

/**
 * True if a variation's quantity is what it should be by Smaregi's number. `pending`: what orders on their way will still take;
 * `back`: what they may bring back, such as a cancellation that Smaregi has not confirmed.
 */
export function isSameStock(cart: number | null, amount: number, pending: number, back = 0): boolean {
  return cart !== null && cart >= clamp(amount + pending) && cart <= clamp(amount + pending + back);
}

/**
 * Returns the pieces of a product that an order on its way may bring back to Smaregi's number: what may be registered there, less
 * what the order wants.
 */
export function piecesBack(link: OrderLink, product: string, here: Here): number {
  if (here === null || !counting(link, here).counts) return 0;
  const sum = (rows: TransactionRow[]) =>
    rows.reduce((pieces, row) => pieces + (piecesOfSale(row.sale).get(product) ?? 0), 0);
  const mayStand = (row: TransactionRow) =>
    ["standing", "cancelling", "cancelUnclear"].includes(row.state) &&
    row.place !== null &&
    isAt(row.place, here);
  const keep = keepOf(link);
  return Math.max(0, sum(link.rows.filter(mayStand)) - (keep === undefined ? 0 : sum([keep])));
}

/** What is known about a quantity that differs from what Smaregi's number would make it. Times are the database's. */
export type StockEvidence = {
  /** True if the mass-zero guard holds it and no one has answered. */
  isHeld: boolean;
  /** True if its last reading failed. */
  hasFailed: boolean;
  /** The start of the reading that it shows; null if none. */
  readAt: Date | null;
  /** The time of its last stock change, according to Smaregi. */
  changedAt: Date | null;
  /** The time of its last notification. */
  notifiedAt: Date | null;
};

/** Two clocks agree to a few seconds. */
const clockRoomMs = 3_000;

/** Returns why a quantity differs (P7), from its readings, notifications and holds; `unexplained` if they do not tell. */
export function causeOfStock(evidence: StockEvidence): Cause {
  const { isHeld, hasFailed, readAt, changedAt, notifiedAt } = evidence;
  if (isHeld) return "heldZeros";
  if (hasFailed) return "readingFailed";
  if (readAt === null || changedAt === null) return "unexplained";
  const isAfter = (time: Date, other: Date) => time.getTime() + clockRoomMs >= other.getTime();
  if (!isAfter(changedAt, readAt)) return "unexplained";
  // A notification of the change came and the product was not read: our fault.
  const isTold = notifiedAt !== null && notifiedAt > readAt && isAfter(notifiedAt, changedAt);
  return isTold ? "unexplained" : "lostNotification";
}

/** True if Smaregi taxes the product at another rate; false if Smaregi's rate is not known (null). */
export function isOtherTax(own: TaxRate, theirs: TaxRate | null): boolean {
  return theirs !== null && theirs !== own;
}

const askedCauses: Record<string, Cause> = {
  changedWhileOff: "changedWhileOff",
  cancelledAtTill: "cancelledAtTill",
  transactionGone: "transactionGone",
};

/** Returns what is wrong with an order, before and after Smaregi's transaction of one of its rows was seen; null if nothing. */
export function compareOrder(
  before: OrderLink,
  after: OrderLink,
  row: TransactionRow,
  transaction: Transaction | null,
): Cause | null {
  if (after.follows === "asked") return askedCauses[after.why ?? ""] ?? null;
  const added = after.rows.length - before.rows.length;
  if (added > 0) return "registeredTwice";
  const now = after.rows.find(({ id }) => id === row.id);
  if (now?.state === "standing" && row.state !== "standing") return "registeredAfterAll";
  const halt = after.rows.find((each) => each.state !== "gone" && each.halt !== null)?.halt;
  if (halt !== undefined) return halt === "registerFailed" ? "registrationFailed" : "cancellationFailed";
  const isWanted = row.state === "standing" && keepOf(after)?.id === row.id;
  if (!isWanted || transaction === null) return null;
  if (otherThan(row, transaction)) return "otherLines";
  return hasOtherTax(row, transaction) ? "otherTaxRate" : null;
}

const inOrder = (lines: NonNullable<Transaction["lines"]>) =>
  lines.toSorted((a, b) => Number(a.lineId) - Number(b.lineId));

/** True if the transaction in Smaregi holds another sale than it was registered with: lines, pieces, prices, total. */
function otherThan({ sale }: TransactionRow, { lines, total }: Transaction): boolean {
  if (total !== null && total !== totalOf(sale.lines, sale.money)) return true;
  if (lines === null) return false;
  if (lines.length !== sale.lines.length) return true;
  const ordered = inOrder(lines);
  return sale.lines.some((line, index) => {
    const other = ordered[index];
    if (other === undefined) return true;
    // Smaregi stores a product that it did not know at the time as none.
    const isSameProduct = other.productId === null || other.productId === line.smaregiProductId;
    return !isSameProduct || other.quantity !== line.quantity || other.salesPrice !== line.unitPrice;
  });
}

/** True if a line is taxed at another rate than it was registered with; the lines are the same otherwise. */
function hasOtherTax({ sale }: TransactionRow, { lines }: Transaction): boolean {
  const rates = inOrder(lines ?? []).map(({ taxRate }) => taxRate);
  return sale.lines.some((line, index) => isOtherTax(line.taxRate, rates[index] ?? null));
}

/** True if both sides have a JAN code and the codes differ. */
export function isWrongLink(janCode: string | null, productCode: string | null): boolean {
  const isJan = (code: string | null): code is string => code !== null && /^(\d{8}|\d{13})$/.test(code);
  return isJan(janCode) && isJan(productCode) && janCode !== productCode;
}
