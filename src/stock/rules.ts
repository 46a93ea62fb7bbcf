/** The largest quantity that the cart can hold (U7). Smaregi's limit is 999,999,999. */
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

/** Returns the rule for a variation. */
export function stockRule(variation: { stockManaged: boolean; smaregiProductId: string | null }): StockRule {
  if (!variation.stockManaged) return "unlimited";
  return variation.smaregiProductId === null ? "direct" : "synced";
}

/** A locked row's data about a variation's stock. A blank quantity sells nothing. */
export type StockRow = {
  id: string;
  stockManaged: boolean;
  smaregiProductId: string | null;
  quantity: number | null;
  /** P3: the merchant stopped its sale; the quantity stays as it is. */
  saleStopped?: boolean;
  /** The number before it is limited to what is shown and sold; null if the quantity is blank. */
  level: number | null;
  /** The time when a reading of its present link was last stored; null: it waits for the first (U6). */
  syncedAt: Date | null;
};

/** One entry of the ledger, without its time. `change` is the change of the quantity; a blank one counts as 0. */
export type Movement = {
  variationId: string;
  change: number;
  quantity: number | null;
  level: number | null;
};

/** Returns the entry that brings a variation to a given number (null: blank). */
export function moveTo(row: Pick<StockRow, "id" | "quantity">, level: number | null): Movement {
  const quantity = level === null ? null : clamp(level);
  return { variationId: row.id, change: (quantity ?? 0) - (row.quantity ?? 0), quantity, level };
}

/** Returns the rows as they are after the movements. */
export function movedTo(rows: StockRow[], movements: Movement[]): StockRow[] {
  const byId = new Map(movements.map((each) => [each.variationId, each]));
  return rows.map((row) => {
    const movement = byId.get(row.id);
    return movement === undefined ? row : { ...row, quantity: movement.quantity, level: movement.level };
  });
}

export type Shortage = { variationId: string; wanted: number; available: number };

/** Pieces of an order's line; `smaregiProductId`: the product that the line's stock was, or is, taken from. */
export type Pieces = { variationId: string; smaregiProductId: string | null; quantity: number };

/**
 * Returns the movements of an order (`back` is empty), an edit or a cancellation (`take` is empty) (O2 to O4), or the shortages and
 * no movement. `rows` must contain the variations of all lines and all others synced with their Smaregi products: they share one
 * stock, so pieces taken from one are gone for all. `isIn`: true if the number of a synced variation already lacks the order's
 * pieces. If it does not (they belong to another link, or a reading has forgotten them), they are not added to Smaregi's number. A
 * variation that waits for its first sync is not moved (U6).
 */
export function orderMovements(
  rows: StockRow[],
  { back, take, isIn }: { back: Pieces[]; take: Pieces[]; isIn: (row: StockRow) => boolean },
): { movements: Movement[]; shortages: Shortage[] } {
  const movements: Movement[] = [];
  const shortages: Shortage[] = [];
  for (const row of rows) {
    const rule = stockRule(row);
    if (rule === "unlimited") continue;
    const isOwn = (line: Pieces) => line.variationId === row.id;
    const isShared = (line: Pieces) =>
      rule === "synced" ? line.smaregiProductId === row.smaregiProductId : isOwn(line);
    const returned = rule === "direct" || isIn(row) ? sumOf(back.filter(isShared)) : 0;
    const change = returned - sumOf(take.filter(isShared));
    const own = sumOf(back.filter(isOwn)) - sumOf(take.filter(isOwn));
    const level = (row.level ?? 0) + change;
    const isWaiting = rule === "synced" && row.syncedAt === null;
    // A sibling that is not in the order may not be up to date (it waits for its own sync): it is never a shortage.
    const isStopped = row.saleStopped === true;
    const left = isStopped ? change : level;
    if (own < 0 && left < 0) {
      shortages.push({ variationId: row.id, wanted: -own, available: isStopped ? 0 : (row.quantity ?? 0) });
    } else if (change !== 0 && !isWaiting) {
      movements.push(moveTo(row, rule === "direct" ? clamp(level) : level));
    }
  }
  return shortages.length > 0 ? { movements: [], shortages } : { movements, shortages };
}

const sumOf = (lines: Pieces[]): number => lines.reduce((sum, line) => sum + line.quantity, 0);

/** The input of a save of a variation for its stock; `quantity` undefined: the writer did not name it. */
export type StockInput = {
  stockManaged: boolean;
  smaregiProductId: string | null;
  quantity: number | null | undefined;
};

export type StockOnSave = {
  quantity: number | null;
  /** U6: the quantity counts as 0 until the first sync of this link has finished. */
  awaitsFirstSync: boolean;
  /** U4: the writer tried to set a quantity that only Smaregi sets. */
  locked: boolean;
  /** The writer gave a quantity, but the flag is off and there can be none. */
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
export function stockOnSave(
  before: Pick<StockRow, "stockManaged" | "smaregiProductId" | "quantity"> | null,
  after: StockInput,
): StockOnSave {
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
