import type { QuantityChange } from "../../stock/changes/rules.ts";
import { clamp } from "../../stock/rules.ts";

/**
 * What a link would do to a variation's quantity: `amount` is Smaregi's, null if the store has no row of the product.
 */
export type Move = {
  variationId: string;
  stockManaged: boolean;
  quantity: number | null;
  amount: number | null;
};

/** The quantity after the first sync of the link; null if the variation has none (U3). */
export function quantityThen({ stockManaged, amount }: Pick<Move, "stockManaged" | "amount">): number | null {
  return stockManaged ? clamp(amount ?? 0) : null;
}

/** True if a quantity that is not 0 would become 0. */
export function fallsToZero(move: Move): boolean {
  return quantityThen(move) === 0 && (move.quantity ?? 0) > 0;
}

/** The moves that change a quantity, as previews show them; `pairs`: with which products. */
export function changesOf(
  moves: Move[],
  pairs: { variationId: string; smaregiProductId: string }[],
): QuantityChange[] {
  const products = new Map(pairs.map((pair) => [pair.variationId, pair.smaregiProductId]));
  return moves.flatMap((move): QuantityChange[] => {
    const { variationId, quantity, amount } = move;
    const then = quantityThen(move);
    if (then === null || then === (quantity ?? 0)) return [];
    const because = amount === null ? "neverMoved" : "found";
    const smaregiProductId = products.get(variationId) ?? "";
    return [{ variationId, smaregiProductId, quantityNow: quantity, quantityThen: then, because }];
  });
}

/** What many links would do, as counts. `withoutRow`: of those that become 0, the number without a row in the store. */
export type Effect = {
  links: number;
  changed: number;
  toZero: number;
  toZeroWithoutRow: number;
  rises: number;
};

/** Counts the effects of these links. */
export function effectOf(moves: Move[]): Effect {
  const managed = moves.filter(({ stockManaged }) => stockManaged);
  const zeroed = managed.filter(fallsToZero);
  return {
    links: moves.length,
    changed: managed.filter((move) => quantityThen(move) !== (move.quantity ?? 0)).length,
    toZero: zeroed.length,
    toZeroWithoutRow: zeroed.filter(({ amount }) => amount === null).length,
    rises: managed.filter((move) => (quantityThen(move) ?? 0) > (move.quantity ?? 0)).length,
  };
}
