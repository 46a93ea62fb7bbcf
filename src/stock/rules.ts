/** The largest quantity that the cart holds (U7). Smaregi's own goes to 999,999,999. */
export const maxQuantity = 999_999;

/** S4: below 0 is stored as 0, above 999,999 as 999,999. */
export function clamp(quantity: number): number {
  return Math.min(Math.max(quantity, 0), maxQuantity);
}

/**
 * U3, the table of スマレジ商品ID x 在庫管理フラグ, which everything asks:
 * `direct`: the merchant edits the quantity; `synced`: only orders and the sync change it;
 * `unlimited`: no quantity, always sellable.
 */
export type StockRule = "direct" | "synced" | "unlimited";

/** Which of the three a variation is. */
export function stockRule(variation: { stockManaged: boolean; smaregiProductId: string | null }): StockRule {
  if (!variation.stockManaged) return "unlimited";
  return variation.smaregiProductId === null ? "direct" : "synced";
}

/** What a locked row tells about a variation's stock. A blank quantity sells nothing. */
export type StockRow = {
  id: string;
  stockManaged: boolean;
  smaregiProductId: string | null;
  quantity: number | null;
  /** P3: the merchant stopped its sale; the quantity stays as it is. */
  saleStopped?: boolean;
};

/** One entry of the ledger before it has a time: `change` counts a blank quantity as 0. */
export type Movement = { variationId: string; change: number; quantity: number | null };

/** The entry that brings a variation to a given quantity (null: blank). */
export function moveTo(row: StockRow, quantity: number | null): Movement {
  return { variationId: row.id, change: (quantity ?? 0) - (row.quantity ?? 0), quantity };
}

export type Shortage = { variationId: string; wanted: number; available: number };

/**
 * What an order, an edit or a cancellation does to quantities (O2 to O4). `changes`: variation ID to
 * pieces, negative takes. `rows` must hold these variations and every other one synced with the same
 * Smaregi products: they share one stock, so what is taken from one is gone for all.
 * Either all movements, or the shortages and nothing.
 */
export function orderMovements(
  rows: StockRow[],
  changes: Map<string, number>,
): { movements: Movement[]; shortages: Shortage[] } {
  const shared = new Map<string, number>();
  for (const row of rows) {
    const change = changes.get(row.id) ?? 0;
    if (stockRule(row) === "synced" && row.smaregiProductId !== null) {
      shared.set(row.smaregiProductId, (shared.get(row.smaregiProductId) ?? 0) + change);
    }
  }
  const movements: Movement[] = [];
  const shortages: Shortage[] = [];
  for (const row of rows) {
    const rule = stockRule(row);
    if (rule === "unlimited") continue;
    const own = changes.get(row.id) ?? 0;
    const change = rule === "synced" ? (shared.get(row.smaregiProductId ?? "") ?? 0) : own;
    const available = row.quantity ?? 0;
    // A sibling that is not in the order may lag behind (it waits for its own sync): it is never a shortage.
    const sellable = row.saleStopped === true ? 0 : available;
    if (own < 0 && sellable + change < 0) {
      shortages.push({ variationId: row.id, wanted: -own, available: sellable });
    } else if (change !== 0) {
      movements.push(moveTo(row, clamp(available + change)));
    }
  }
  return shortages.length > 0 ? { movements: [], shortages } : { movements, shortages };
}

/** What a save of a variation gives for its stock: `quantity` undefined means that the writer said nothing of it. */
export type StockInput = {
  stockManaged: boolean;
  smaregiProductId: string | null;
  quantity: number | null | undefined;
};

export type StockOnSave = {
  quantity: number | null;
  /** U6: it counts as 0 until the first sync of this link has finished. */
  awaitsFirstSync: boolean;
  /** U4: the writer tried to set a quantity that only Smaregi sets. */
  locked: boolean;
  /** The writer gave a quantity where none can be (flag off). */
  unlimitedGiven: boolean;
};

/**
 * Every change of ID or flag, and its effect on the quantity (U3, U4, U6). `before` is null for a new variation.
 *
 * | after      | effect |
 * | unlimited  | blank |
 * | direct     | the given quantity; not given: what it had (blank for a new one or after `unlimited`) |
 * | synced     | newly linked, linked elsewhere or flag turned on: 0 and waiting; else kept |
 *
 * A write that repeats the quantity that a synced variation has is no edit and is not refused.
 */
export function stockOnSave(before: StockRow | null, after: StockInput): StockOnSave {
  const none = { awaitsFirstSync: false, locked: false, unlimitedGiven: false };
  const rule = stockRule(after);
  if (rule === "unlimited") {
    const unlimitedGiven = after.quantity !== undefined && after.quantity !== null;
    return { ...none, quantity: null, unlimitedGiven };
  }
  if (rule === "direct") {
    return { ...none, quantity: after.quantity === undefined ? (before?.quantity ?? null) : after.quantity };
  }
  const sameLink =
    before !== null && stockRule(before) === "synced" && before.smaregiProductId === after.smaregiProductId;
  const quantity = sameLink ? before.quantity : 0;
  const repeats = after.quantity === undefined || after.quantity === (before?.quantity ?? null);
  return { ...none, quantity, awaitsFirstSync: !sameLink, locked: !repeats };
}
