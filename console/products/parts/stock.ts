import type { Variation } from "../../../src/http/api-types.ts";

/** The manual's table of スマレジ商品ID x 在庫管理フラグ (U3): who sets the quantity. */
export type StockRule = "direct" | "synced" | "unlimited";

type Setting = { stockManaged: boolean; smaregiProductId: string | null };

/** Returns the rule of a variation. */
export function stockRule({ stockManaged, smaregiProductId }: Setting): StockRule {
  if (!stockManaged) return "unlimited";
  return smaregiProductId === null || smaregiProductId === "" ? "direct" : "synced";
}

/**
 * What saving another ID or flag does to the quantity. `zeroed`: 0 until Smaregi answers; `emptied`: no quantity, always sellable;
 * `kept`: unchanged, and editable from now on; `blank`: none until someone enters one. Null: no effect.
 */
export type Effect = "zeroed" | "emptied" | "kept" | "blank" | null;

/** The effect of a save; `before` is null for a new variation. */
export function effectOfSave(before: Variation | null, after: Setting & { quantity: string }): Effect {
  const rule = stockRule(after);
  const was = before === null ? null : stockRule(before);
  if (rule === "synced") {
    const isSameLink = was === "synced" && before?.smaregiProductId === after.smaregiProductId;
    return isSameLink ? null : "zeroed";
  }
  if (rule === "unlimited") return before !== null && was !== "unlimited" ? "emptied" : null;
  if (was === "synced" && before?.quantity !== null) return "kept";
  return after.quantity.trim() === "" && (before === null || before.quantity === null) ? "blank" : null;
}

/** The largest quantity (U7) and price. */
export const largest = { quantity: 999_999, price: 99_999_999 } as const;
