/** The future value of a quantity, and the kind of reading that sets it; `ordered`: set by orders that are sent. */
export type QuantityChange = {
  variationId: string;
  smaregiProductId: string;
  quantityNow: number | null;
  quantityThen: number;
  because: "found" | "neverMoved" | "missing" | "failed" | "ordered";
};

/**
 * Many changes in numbers (P3): how many, how many become 0, how many of those for want of stock or a product in Smaregi, and the
 * pieces of all before and after.
 */
export function sumUp(changes: QuantityChange[]): {
  changed: number;
  toZero: number;
  noRow: number;
  piecesNow: number;
  piecesThen: number;
} {
  const zeros = changes.filter(({ quantityThen }) => quantityThen === 0);
  return {
    changed: changes.length,
    toZero: zeros.length,
    noRow: zeros.filter(({ because }) => because !== "found" && because !== "ordered").length,
    piecesNow: changes.reduce((sum, { quantityNow }) => sum + (quantityNow ?? 0), 0),
    piecesThen: changes.reduce((sum, { quantityThen }) => sum + quantityThen, 0),
  };
}

/** The number of changes that are shown one by one. */
export const mostExamples = 20;

/** The changes that are shown by name; those that become 0 come first. */
export function examplesOf(changes: QuantityChange[]): QuantityChange[] {
  const zeros = changes.filter(({ quantityThen }) => quantityThen === 0);
  return [...new Set([...zeros, ...changes])].slice(0, mostExamples);
}
