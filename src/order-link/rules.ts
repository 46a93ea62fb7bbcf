import { subtotalOf, taxedByRate, taxWithin } from "../orders/rules.ts";
import type { PaymentMethods, Sale, SaleLine } from "../kit/tables.ts";
import { folded } from "../kit/text/rules.ts";

/** Where and as which number a transaction stands in the till's books: fixed before the first byte is sent. */
export type TransactionHead = {
  storeId: string;
  terminalId: string;
  terminalTranId: string;
  /** JST, RFC 3339 with seconds. */
  terminalTranDateTime: string;
  transactionUuid: string;
};

/** 軽減税率: Smaregi's marker of the reduced rate on a line. */
const reducedRate = "10000001";

/** pointSpendDivision: points lower what is taxed. Left out, the store's own setting counts, which starts at the other rule. */
const pointsLowerTax = "2";

/**
 * Where each money line of an order stands in the transaction (yen, all from 0):
 * 送料, クール便 → carriage; 決済手数料, ラッピング and an upward 調整 → commission;
 * 割引, クーポン and a downward 調整 → subtotalDiscountPrice; ポイント → pointDiscount, as a reduction, by whose rule `taxInclude` is made, too.
 */
export function amountsOf(sale: Sale) {
  const { money, lines } = sale;
  const subtotal = subtotalOf(lines);
  const carriage = (money.shippingFee ?? 0) + money.coolFee;
  const commission = money.paymentFee + money.wrappingFee + Math.max(money.adjustment, 0);
  const subtotalDiscountPrice = money.discount + money.couponDiscount + Math.max(-money.adjustment, 0);
  const pointDiscount = money.pointsUsed;
  const total = subtotal - subtotalDiscountPrice - pointDiscount + carriage + commission;
  const taxInclude = innerTax(lines, carriage + commission, subtotalDiscountPrice + pointDiscount);
  return { subtotal, carriage, commission, subtotalDiscountPrice, pointDiscount, total, taxInclude };
}

/** The consumption tax within the total, rounded down once a rate: as the order's papers say it, too (W4). */
export function innerTax(lines: SaleLine[], fees: number, reductions: number): number {
  const taxed = taxedByRate(lines, { fees, reductions });
  return taxWithin(taxed[8], 8) + taxWithin(taxed[10], 10);
}

/**
 * How the order was paid, as the merchant maps it: into the drawer (`cash`), or by one of Smaregi's payment methods by its ID;
 * null: on credit, as every order that is not mapped.
 */
export type PaidBy = "cash" | { paymentMethodId: string } | null;

/** Returns how an order is told to have been paid: by the merchant's own names of payment methods, each once (W6). */
export function paidBy(paymentMethod: string | null, map: PaymentMethods): PaidBy {
  const name = paymentMethod === null ? "" : folded(paymentMethod);
  const as = map.find((each) => folded(each.name) === name)?.smaregi;
  if (name === "" || as === undefined || as === "credit") return null;
  return as === "cash" ? as : { paymentMethodId: as };
}

/** What came in, and by what. A sale of 0 or less has nothing to be paid by. */
function depositsOf(total: number, paid: PaidBy) {
  const [all, none] = [String(total), "0"];
  if (paid === null || total <= 0) return { deposit: all, depositCash: none, depositCredit: all };
  if (paid === "cash") return { deposit: all, depositCash: all, depositCredit: none };
  const other = { no: "1", paymentMethodId: paid.paymentMethodId, depositOthers: all };
  return { deposit: all, depositCash: none, depositCredit: none, depositOthers: [other] };
}

/** As much of a name as 取引登録 takes: 85, however Smaregi counts a letter that is stored as two. */
const longestName = (name: string): string => name.slice(0, 85).replace(/[\u{D800}-\u{DBFF}]$/u, "");

/** The flat body of 取引登録 (C2, O1, O6): every value a string, prices with tax, the order's number in `memo`. */
export function transactionBody(sale: Sale, head: TransactionHead, paid: PaidBy = null) {
  const amounts = amountsOf(sale);
  const total = String(amounts.total);
  return {
    transactionHeadDivision: "1",
    cancelDivision: "0",
    subtotal: String(amounts.subtotal),
    subtotalDiscountPrice: String(amounts.subtotalDiscountPrice),
    pointDiscount: String(amounts.pointDiscount),
    ...(amounts.pointDiscount > 0 ? { pointSpendDivision: pointsLowerTax } : {}),
    total,
    taxInclude: String(amounts.taxInclude),
    taxExclude: "0",
    sellDivision: "0",
    taxRounding: "1",
    roundingDivision: "00",
    carriage: String(amounts.carriage),
    commission: String(amounts.commission),
    ...depositsOf(amounts.total, paid),
    change: "0",
    ...head,
    memo: sale.orderNumber,
    details: sale.lines.map((line, index) => ({
      transactionDetailId: String(index + 1),
      transactionDetailDivision: "1",
      ...(line.smaregiProductId === null
        ? { productName: longestName(line.name) }
        : { productId: line.smaregiProductId }),
      price: String(line.unitPrice),
      salesPrice: String(line.unitPrice),
      quantity: String(line.quantity),
      taxDivision: "0",
      ...(line.taxRate === 8 ? { reduceTaxId: reducedRate } : {}),
    })),
  };
}

/**
 * Smaregi products of a sale whose lines its transaction holds without them: Smaregi did not know them, and stores an unknown one as
 * none, without a word. Lines as `transactionBody` numbers them.
 */
export function leftOutOf(sale: Sale, stored: { lineId: string; productId: string | null }[]): string[] {
  const products = new Map(stored.map((line) => [line.lineId, line.productId]));
  return sale.lines.flatMap(({ smaregiProductId }, index) =>
    smaregiProductId !== null && products.get(String(index + 1)) === null ? [smaregiProductId] : [],
  );
}

/** How long the next try of a call waits: from seconds to an hour, never at the same time for all. `random` from 0 to 1. */
export function backOffMs(tries: number, random: number): number {
  return Math.round(Math.min(1_000 * 2 ** Math.min(tries, 13), 3_600_000) * (0.5 + random / 2));
}

/** For how long after it was sent a call may still take effect: one and a half time limits (P4). */
export const fullWaitMs = ({ timeoutMs }: { timeoutMs: number }): number => 1.5 * timeoutMs;
