import type { z } from "zod";
import type { givenProducts, givenRecord } from "./control-bodies.ts";
import { jst } from "./jst.ts";
import { tell, timeAt, type Contract, type Fields, type Nested, type State } from "./state.ts";

/** A record as given over the control API: values of any kind become strings. */
type Given = z.output<typeof givenRecord>;
type GivenProduct = z.output<typeof givenProducts>["products"][number];

export const asFields = (given: Given): Fields =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === null ? null : String(value)]),
  );

export const usualCategory = {
  categoryName: null,
  categoryCode: null,
  displaySequence: null,
  displayFlag: "1",
  taxDivision: null,
  reduceTaxId: null,
  parentCategoryId: null,
  level: "1",
  tag: null,
};

const usualProduct = {
  categoryId: null,
  productCode: null,
  productName: "",
  productKana: null,
  taxDivision: "0",
  productPriceDivision: "1",
  price: "0",
  customerPrice: null,
  cost: null,
  description: null,
  size: null,
  color: null,
  tag: null,
  groupCode: null,
  url: null,
  printReceiptProductName: null,
  displaySequence: null,
  salesDivision: "0",
  stockControlDivision: "0",
  displayFlag: "1",
  division: "0",
  supplierProductNo: null,
  useCategoryReduceTax: "1",
  reduceTaxId: null,
};

/** Adds products. For one that exists already, only the given fields change. Returns which are new and which existed. */
export function putProducts(
  state: State,
  contract: Contract,
  given: GivenProduct[],
): { created: string[]; edited: string[] } {
  const ids = given.map((each) => String(each["productId"]));
  const created = ids.filter((id) => !contract.products.has(id));
  const fresh = new Set(created);
  const products = addProducts(contract, given, timeAt(state, contract.contractId));
  const nested = ids.flatMap((id): [string, Nested][] => {
    const own = contract.nested.get(id);
    return own === undefined ? [] : [[id, own]];
  });
  state.keep({ of: contract.contractId, products, nested });
  tell(state, "contract", { contractId: contract.contractId });
  return { created, edited: ids.filter((id) => !fresh.has(id)) };
}

/** Puts products into a contract at this time, without a notification. */
export function addProducts(contract: Contract, given: GivenProduct[], at: number): Fields[] {
  const now = jst(at);
  return given.map(({ stores, inventoryReservations, ...own }) => {
    const fields = asFields(own);
    const productId = fields["productId"] ?? "";
    const before = contract.products.get(productId) ?? { ...usualProduct, insDateTime: now };
    // If a caller names a product's own 軽減税率, it applies, not the 部門's.
    const takesOwn = "reduceTaxId" in fields ? { useCategoryReduceTax: "0" } : {};
    const product = { ...before, updDateTime: now, ...takesOwn, ...fields };
    contract.products.set(productId, product);
    if (stores !== undefined || inventoryReservations !== undefined) {
      contract.nested.set(productId, {
        ...contract.nested.get(productId),
        ...(stores && { stores: stores.map(asFields) }),
        ...(inventoryReservations && { inventoryReservations: inventoryReservations.map(asFields) }),
      });
    }
    return product;
  });
}

/** Changes 部門, or adds them. Returns their IDs. */
export function putCategories(state: State, contract: Contract, given: Given[]): string[] {
  const now = jst(timeAt(state, contract.contractId));
  const categories = given.map(asFields).map((fields) => {
    const categoryId = fields["categoryId"] ?? "";
    const before = contract.categories.get(categoryId) ?? usualCategory;
    const category: Fields = { ...before, updDateTime: now, ...fields };
    contract.categories.set(categoryId, category);
    return category;
  });
  state.keep({ of: contract.contractId, categories });
  tell(state, "contract", { contractId: contract.contractId });
  return categories.map((each) => each["categoryId"] ?? "");
}

/** Removes a product together with its stock, or (until the next start) without it. */
export function removeProduct(
  state: State,
  contract: Contract,
  productId: string,
  keepStock = false,
): boolean {
  if (!keepStock) for (const rows of contract.stock.values()) rows.delete(productId);
  state.keep({ of: contract.contractId, withoutProduct: productId });
  tell(state, "contract", { contractId: contract.contractId });
  contract.nested.delete(productId);
  return contract.products.delete(productId);
}
