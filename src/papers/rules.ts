import type { Money } from "../kit/tables.ts";
import { sidesOf, subtotalOf, taxedByRate, taxWithin, totalOf } from "../orders/rules.ts";

/** An order with the fields that papers need. */
export type PaperOrder = {
  id: string;
  number: string;
  kind: string;
  status: string;
  payment: "unpaid" | "paid";
  shipping: "unshipped" | "preparing" | "shipped";
  releaseOn: string | null;
  lines: PaperLine[];
  money: Money;
};
export type PaperLine = {
  variationId: string;
  productName: string;
  variationName: string;
  productCode: string | null;
  unitPrice: number;
  taxRate: 8 | 10;
  quantity: number;
  answers: string[] | null;
};

export type RateSum = { rate: 8 | 10; gross: number; tax: number };

const feeKeys = ["shippingFee", "coolFee", "paymentFee", "wrappingFee"] as const;
const reductionKeys = ["discount", "couponDiscount", "pointsUsed"] as const;
export type MoneyKey = keyof Money;

/**
 * Returns the figures of a 納品書 that is a 適格請求書 (W4): the sum of each rate with its tax. Tax is rounded once per rate, never per line,
 * so the figures are those that Smaregi was told. A rate without a sum and money lines of 0 are left out.
 */
export function figuresOf({
  lines,
  money,
}: {
  lines: Pick<PaperLine, "unitPrice" | "quantity" | "taxRate">[];
  money: Money;
}): {
  subtotal: number;
  moneyLines: { key: MoneyKey; amount: number }[];
  perRate: RateSum[];
  total: number;
} {
  const taxed = taxedByRate(lines, sidesOf(money));
  const perRate = ([8, 10] as const).flatMap((rate): RateSum[] =>
    taxed[rate] === 0 ? [] : [{ rate, gross: taxed[rate], tax: taxWithin(taxed[rate], rate) }],
  );
  const moneyLines = [
    ...feeKeys.map((key) => ({ key, amount: money[key] ?? 0 })),
    ...reductionKeys.map((key) => ({ key, amount: -money[key] })),
    { key: "adjustment" as const, amount: money.adjustment },
  ].filter(({ amount }) => amount !== 0);
  return { subtotal: subtotalOf(lines), moneyLines, perRate, total: totalOf(lines, money) };
}

/** True for a 登録番号 of a 適格請求書発行事業者: T and 13 digits. For a company the first digit checks the others (as in a 法人番号). */
export const isRegistrationNumber = (text: string): boolean => /^T\d{13}$/.test(text);

export type LeftOutWhy = "cancelled" | "unpaid" | "notReleased" | "shipped";

/** Returns why an order is not picked now; null if it is. */
export function leftOut(
  order: Pick<PaperOrder, "status" | "payment" | "shipping" | "releaseOn">,
  { today, withUnpaid }: { today: string; withUnpaid: boolean },
): LeftOutWhy | null {
  if (order.status === "cancelled") return "cancelled";
  if (order.shipping === "shipped") return "shipped";
  if (order.releaseOn !== null && order.releaseOn > today) return "notReleased";
  return order.payment === "unpaid" && !withUnpaid ? "unpaid" : null;
}

export type PickRow = {
  variationId: string;
  productName: string;
  variationName: string;
  productCode: string | null;
  quantity: number;
  orders: number;
};

/**
 * ピッキングリスト: what to take from the shelves for all these orders, by code and name. The same goods with different answers are one row,
 * because answers matter for packing, not for picking.
 */
export function pickingRows(orders: Pick<PaperOrder, "lines">[]): PickRow[] {
  const rows = new Map<string, PickRow>();
  for (const { lines } of orders) {
    const counted = new Set<string>();
    for (const line of lines) {
      const { variationId, productName, variationName, productCode, quantity } = line;
      const row = rows.get(variationId) ?? {
        variationId,
        productName,
        variationName,
        productCode,
        quantity: 0,
        orders: 0,
      };
      row.quantity += quantity;
      if (!counted.has(variationId)) row.orders += 1;
      counted.add(variationId);
      rows.set(variationId, row);
    }
  }
  const keyOf = ({ productCode, productName, variationName }: PickRow) =>
    `${productCode ?? "\u{FFFF}"} ${productName} ${variationName}`;
  return [...rows.values()].toSorted((one, other) =>
    keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0,
  );
}
