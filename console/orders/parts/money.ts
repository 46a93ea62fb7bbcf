/** The money lines of an order, in order. Those that reduce the total have the sign -1. */
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

/** The sums of lines and money lines; an undecided shipping fee counts as 0. For a plan, because its orders do not exist yet. */
export function sumsOf(lines: { unitPrice: number; quantity: number }[], money: Amounts) {
  const subtotal = lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0);
  const total = moneyLines.reduce((sum, { key, sign }) => sum + sign * (money[key] ?? 0), subtotal);
  return { subtotal, total };
}
