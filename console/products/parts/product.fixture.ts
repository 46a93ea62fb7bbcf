import type { Product, Variation } from "../../../src/http/api-types.ts";

/** A variation that is edited directly, with 7 pieces; `more` overrides fields. */
export const variation = (more: Partial<Variation> = {}): Variation => ({
  id: "v1",
  systemProductNumber: "0001-0001",
  name: "",
  productCode: null,
  janCode: null,
  price: null,
  taxRate: null,
  stockManaged: true,
  quantity: 7,
  smaregiProductId: null,
  synced: false,
  sync: { state: "off", at: null },
  ...more,
});

/** A product with that one variation; `more` overrides fields. */
export const product = (more: Partial<Product> = {}): Product => ({
  id: "p1",
  productCode: null,
  name: "扇子",
  price: 1000,
  taxRate: 10,
  published: true,
  variationPattern: "none",
  questions: [],
  variations: [variation()],
  ...more,
});
