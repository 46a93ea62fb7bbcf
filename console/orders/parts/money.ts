/** The money lines of an order in their order; what is taken off the total has the sign -1. */
export const moneyLines = [
  { key: "shippingFee", sign: 1 },
  { key: "paymentFee", sign: 1 },
  { key: "coolFee", sign: 1 },
  { key: "wrappingFee", sign: 1 },
  { key: "discount", sign: -1 },
  { key: "couponDiscount", sign: -1 },
  { key: "pointsUsed", sign: -1 },
  { key: "adjustment", sign: 1 },
] as const;

export type MoneyKey = (typeof moneyLines)[number]["key"];

type Amounts = { [Key in MoneyKey]: number | null };

/** What lines and money lines come to; an undecided shipping is nothing yet. For a plan, whose orders are still to come. */
export function sumsOf(lines: { unitPrice: number; quantity: number }[], money: Amounts) {
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const total = moneyLines.reduce((sum, { key, sign }) => sum + sign * (money[key] ?? 0), subtotal);
  return { subtotal, total };
}
