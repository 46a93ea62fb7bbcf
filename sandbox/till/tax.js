/** The tax rate: 8 for food and drink, 0 for untaxed goods, otherwise 10. Takes a product, or a line of a transaction. */
export function taxRate({ taxDivision, reduceTaxId }) {
  if (taxDivision === "2") return 0;
  return reduceTaxId === "10000001" || reduceTaxId === "10000003" ? 8 : 10;
}

/**
 * Adds up parts of a sale, `{ rate, sum }` in yen with tax: the total, and the sum of each rate with the tax in it, rounded down. A
 * discount on the whole is distributed in proportion to the sums; the remainder of the rounding is taken from the largest.
 */
export function addUp(parts, discount = 0) {
  const sums = new Map();
  for (const { rate, sum } of parts) sums.set(rate, (sums.get(rate) ?? 0) + sum);
  const subtotal = [...sums.values()].reduce((all, sum) => all + sum, 0);
  let left = discount;
  const bySize = [...sums].sort(([, one], [, other]) => one - other);
  const rates = bySize.map(([rate, sum], index) => {
    const share = index === bySize.length - 1 ? left : Math.floor((discount * sum) / (subtotal || 1));
    left -= share;
    return { rate, sum: sum - share, tax: Math.trunc(((sum - share) * rate) / (100 + rate)) };
  });
  const taxed = rates.filter(({ rate }) => rate > 0).sort((one, other) => other.rate - one.rate);
  return { subtotal, total: subtotal - discount, rates: taxed };
}

/** The amounts that a customer is likely to hand over for a total: only the next notes above it. */
export function likelyCash(total) {
  const steps = total < 500 ? [500, 1000, 5000, 10_000] : [1000, 5000, 10_000];
  const amounts = steps.map((step) => Math.ceil(total / step) * step).filter((amount) => amount > total);
  return [...new Set(amounts)].slice(0, 3);
}
