import { expect, it } from "vitest";
import { readProductNews } from "./hear-products.ts";

const at = { contractId: "sb_1", event: "pos:products" };

it.each<[string, unknown, object]>([
  ["one product", { action: "edited", productIds: ["8000001"] }, { productIds: ["8000001"], also: null }],
  [
    "an ID in another spelling",
    { action: "created", productIds: [8000001, "０８０００００１"] },
    { productIds: ["8000001"], also: null },
  ],
  [
    "a bulk that names its products",
    { action: "bulk-update", productIds: ["1", "2"] },
    { productIds: ["1", "2"], also: "changes" },
  ],
  ["a bulk that names none", { action: "bulk-update", productIds: [] }, { productIds: [], also: "changes" }],
  ["a bulk without a list", { action: "bulk-update" }, { productIds: [], also: "changes" }],
  ["a bulk of deletions", { action: "bulk-deleted", productIds: [] }, { productIds: [], also: "full" }],
  [
    "one odd entry among others (P5)",
    { action: "edited", productIds: ["1", null] },
    { productIds: [], also: "changes" },
  ],
  ["an odd action", { action: 7, productIds: ["1"] }, { productIds: ["1"], also: null }],
  ["no object", "hello", { productIds: [], also: "changes" }],
])("what Smaregi tells of products: %s", (_, body, news) => {
  expect(readProductNews(body, at)).toEqual({ contractId: "sb_1", ...news });
});

it("more than a thousand are a bulk; 部門 are a change of their products' tax; other events are none", () => {
  const many = { action: "edited", productIds: Array.from({ length: 1_001 }, (_, nth) => String(nth + 1)) };
  expect(readProductNews(many, at)).toMatchObject({ productIds: [], also: "changes" });
  expect(readProductNews({ categoryIds: ["1"] }, { ...at, event: "pos:categories" })).toMatchObject({
    also: "changes",
  });
  expect(readProductNews({}, { ...at, event: "pos:stock" })).toBeNull();
});
