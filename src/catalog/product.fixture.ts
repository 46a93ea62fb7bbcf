import type { ProductState } from "./plan-product.ts";
import { systemProductNumber } from "./rules.ts";
import type { ProductRow, VariationRow } from "./store.ts";

/** A product as the store reads it. Its ID is `p<serial>`; its variations are `p<serial>v1`, `p<serial>v2`. */
export function productState(
  { serial = 1, ...product }: Partial<ProductRow>,
  variations: Partial<VariationRow>[] = [{}],
): ProductState {
  const id = `p${serial}`;
  const at = new Date("2026-11-24T00:00:00Z");
  return {
    product: {
      merchantId: "m",
      id,
      serial,
      productCode: null,
      codeKey: null,
      name: "品",
      price: 100,
      taxRate: 10,
      published: false,
      variationPattern: variations.length > 1 ? "pattern1" : "none",
      questions: [],
      lastVariationSerial: variations.length,
      createdAt: at,
      updatedAt: at,
      deletedAt: null,
      ...product,
    },
    rows: variations.map((variation, index) => ({
      merchantId: "m",
      id: `${id}v${index + 1}`,
      productId: id,
      serial: index + 1,
      systemProductNumber: systemProductNumber("01-00001", serial, index + 1),
      position: index,
      name: "",
      productCode: null,
      codeKey: null,
      janCode: null,
      price: null,
      taxRate: null,
      stockManaged: true,
      quantity: null,
      level: null,
      smaregiProductId: null,
      readingBeganAt: null,
      syncedAt: null,
      syncFailedAt: null,
      syncError: null,
      soldOut: false,
      neverRead: false,
      saleStopped: false,
      linked: false,
      createdAt: at,
      deletedAt: null,
      ...variation,
    })),
  };
}
