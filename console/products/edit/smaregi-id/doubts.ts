import type { SmaregiProduct } from "../../../../src/http/api-types.ts";

/** Our variation as the form holds it. `price` null: not a valid price yet. `variationId` null: not saved yet. */
export type Ours = { variationId: string | null; price: number | null; taxRate: number };

/** A reason against a link, or something to know before it is saved. */
export type Doubt =
  | { kind: "gone" | "noStockControl" | "takesOtherStock" | "linkedHere" }
  | { kind: "notSellable"; why: SmaregiProduct["notSellable"][number] }
  | { kind: "otherTax" | "otherPrice"; ours: number; theirs: number };

/** The doubts about a link with this product, the most serious first. */
export function doubtsOf(product: SmaregiProduct, ours: Ours): Doubt[] {
  const doubts: Doubt[] = [];
  if (product.goneAt !== null) doubts.push({ kind: "gone" });
  if (!product.stockManaged) doubts.push({ kind: "noStockControl" });
  if (product.takesOtherStock === true) doubts.push({ kind: "takesOtherStock" });
  if (product.linkedVariationIds.some((id) => id !== ours.variationId)) doubts.push({ kind: "linkedHere" });
  doubts.push(...product.notSellable.map((why): Doubt => ({ kind: "notSellable", why })));
  const { taxRate, price } = product;
  if (taxRate !== null && taxRate !== ours.taxRate)
    doubts.push({ kind: "otherTax", ours: ours.taxRate, theirs: taxRate });
  if (price !== null && ours.price !== null && price !== ours.price)
    doubts.push({ kind: "otherPrice", ours: ours.price, theirs: price });
  return doubts;
}
