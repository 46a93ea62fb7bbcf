import { subtotalOf, taxedByRate, taxWithin } from "../orders/rules.ts";
import type { PaymentMethods, Sale, SaleLine } from "../kit/tables.ts";
import { folded } from "../kit/text/rules.ts";

/** A transaction's place and numbers in the till's books, fixed before the first byte is sent. */
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

/** pointSpendDivision: points lower the taxed amount. Without it the store's own setting applies, whose default is the other rule. */
const pointsLowerTax = "2";

/**
 * Maps the money of an order to the fields of the transaction (yen, 0 or more): 送料, クール便 → carriage; 決済手数料, ラッピング and a positive 調整 →
 * commission; 割引, クーポン and a negative 調整 → subtotalDiscountPrice; ポイント → pointDiscount, which lowers the taxed amount, so
 * `taxInclude` is computed that way, too.
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

/** The consumption tax within the total, rounded down once per rate. The order's papers use it, too (W4). */
export function innerTax(lines: SaleLine[], fees: number, reductions: number): number {
  const taxed = taxedByRate(lines, { fees, reductions });
  return taxWithin(taxed[8], 8) + taxWithin(taxed[10], 10);
}

/**
 * How the order was paid, by the merchant's map: `cash` into the drawer, or one of Smaregi's payment methods by its ID. Null means on
 * credit; every order that is not mapped is.
 */
export type PaidBy = "cash" | { paymentMethodId: string } | null;

/** Returns how an order's payment is reported to Smaregi. The map names each of the merchant's payment methods once (W6). */
export function paidBy(paymentMethod: string | null, map: PaymentMethods): PaidBy {
  const name = paymentMethod === null ? "" : folded(paymentMethod);
  const as = map.find((each) => folded(each.name) === name)?.smaregi;
  if (name === "" || as === undefined || as === "credit") return null;
  return as === "cash" ? as : { paymentMethodId: as };
}

/** The deposit fields. A sale of 0 or less has nothing to pay. */
function depositsOf(total: number, paid: PaidBy) {
  const [all, none] = [String(total), "0"];
  if (paid === null || total <= 0) return { deposit: all, depositCash: none, depositCredit: all };
  if (paid === "cash") return { deposit: all, depositCash: all, depositCredit: none };
  const other = { no: "1", paymentMethodId: paid.paymentMethodId, depositOthers: all };
  return { deposit: all, depositCash: none, depositCredit: none, depositOthers: [other] };
}

/** Cuts a name to the 85 characters that 取引登録 takes, however Smaregi counts a character that is stored as two. */
const longestName = (name: string): string => name.slice(0, 85).replace(/[\u{D800}-\u{DBFF}]$/u, "");

/** The flat body of 取引登録 (C2, O1, O6): every value is a string, prices include tax, `memo` is the order's number. */
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
 * Returns the Smaregi product IDs of a sale that the stored transaction lacks: Smaregi stores an unknown product as none, without an
 * error. Line IDs are those of `transactionBody`.
 */
export function leftOutOf(sale: Sale, stored: { lineId: string; productId: string | null }[]): string[] {
  const products = new Map(stored.map((line) => [line.lineId, line.productId]));
  return sale.lines.flatMap(({ smaregiProductId }, index) =>
    smaregiProductId !== null && products.get(String(index + 1)) === null ? [smaregiProductId] : [],
  );
}

/**
 * The wait before the next try of a call, from seconds up to an hour, spread so that not all come at the same time. `random` is from
 * 0 to 1.
 */
export function backOffMs(tries: number, random: number): number {
  return Math.round(Math.min(1_000 * 2 ** Math.min(tries, 13), 3_600_000) * (0.5 + random / 2));
}

/** How long after its sending a call may still take effect: one and a half time limits (P4). */
export const fullWaitMs = ({ timeoutMs }: { timeoutMs: number }): number => 1.5 * timeoutMs;
