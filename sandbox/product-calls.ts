import { listOf, oneOf } from "./record-lists.ts";
import { reduceTaxIdOf } from "./product-tax.ts";
import type { Contract, Fields } from "./state.ts";
import type { Switches } from "./switches.ts";

const withWords = [
  "with_prices",
  "with_reserve_items",
  "with_stores",
  "with_inventory_reservations",
  "with_attribute_items",
  "with_order_setting",
];

/**
 * A product as it is answered: a switch says if its tax is that of its 部門; nested records are included if the query asks for them.
 */
function shownProduct(
  product: Fields,
  { contract, query, switches }: { contract: Contract; query: URLSearchParams; switches: Switches },
): object {
  const nested = contract.nested.get(product["productId"] ?? "") ?? {};
  const own = product["reduceTaxId"] ?? null;
  const assigned = new Map(nested.stores?.map((each) => [each["storeId"], each["assignDivision"] ?? "0"]));
  return {
    ...product,
    reduceTaxId: switches.categoryTaxResolved ? reduceTaxIdOf(contract, product) : own,
    ...(query.get("with_stores") === "all" && {
      stores: [...contract.stores.keys()].map((storeId) => ({
        storeId,
        assignDivision: assigned.get(storeId) ?? "0",
      })),
    }),
    ...(query.get("with_inventory_reservations") === "all" && {
      inventoryReservations: nested.inventoryReservations ?? [],
    }),
  };
}

/** 商品一覧取得. */
export const listProducts = listOf({
  rows: (contract) => contract.products,
  filters: {
    category_id: "categoryId",
    product_code: "productCode",
    group_code: "groupCode",
    display_flag: "displayFlag",
    division: "division",
    sales_division: "salesDivision",
    stock_control_division: "stockControlDivision",
    supplier_product_no: "supplierProductNo",
  },
  switched: ({ productIdFilter }): Record<string, string> =>
    productIdFilter ? { product_id: "productId" } : {},
  words: withWords,
  sortable: ["productId", "categoryId", "productCode", "groupCode", "displaySequence", "updDateTime"],
  shape: shownProduct,
});

/** 商品取得. */
export const getProduct = oneOf({
  rows: (contract) => contract.products,
  words: withWords,
  shape: shownProduct,
});

/** 部門一覧取得. */
export const listCategories = listOf({
  rows: (contract) => contract.categories,
  filters: { category_code: "categoryCode", level: "level" },
  sortable: ["categoryId", "categoryCode", "displaySequence", "updDateTime"],
});
