import type { z } from "zod";
import type { givenContract, givenRecord } from "./control-bodies.ts";
import { asKept } from "./journal.ts";
import { jst, readTime } from "./jst.ts";
import { newContract, tell, type Contract, type Fields, type State } from "./state.ts";

/** A record as it is given over the control API: values of any kind become strings. */
type Given = z.output<typeof givenRecord>;

const asFields = (given: Given): Fields =>
  Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === null ? null : String(value)]),
  );

const usualStore = {
  storeCode: null,
  storeName: null,
  division: "1",
  sellDivision: "0",
  sumProcDivision: "1",
  sumDateChangeTime: "0000",
  sumRefColumn: "0",
  carriageDisplayFlag: "1",
  cancelSettingDivision: "0",
  pauseFlag: "0",
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
  reduceTaxId: null,
};

/** Creates a contract, or puts a new one in its place, without its old books. */
export function putContract(
  state: State,
  contractId: string,
  given: z.output<typeof givenContract>,
): Contract {
  const contract = newContract(contractId, given.clientId, given.clientSecret);
  if (given.scopes !== undefined) contract.scopes = given.scopes;
  for (const store of given.stores.map(asFields)) {
    contract.stores.set(store["storeId"] ?? "", { ...usualStore, updDateTime: jst(), ...store });
  }
  for (const terminal of given.terminals.map(asFields)) {
    const usual = { terminalName: null, uuid: null, useStopDivision: "0" };
    contract.terminals.set(terminal["terminalId"] ?? "", { ...usual, ...terminal });
  }
  for (const category of given.categories.map(asFields)) {
    contract.categories.set(category["categoryId"] ?? "", { categoryName: null, ...category });
  }
  addProducts(contract, given.products);
  for (const { storeId, productId, stockAmount, updDateTime } of given.stock) {
    const rows = contract.stock.get(storeId) ?? new Map();
    contract.stock.set(storeId, rows);
    const updatedAt = updDateTime === undefined ? Date.now() : readTime(updDateTime);
    rows.set(productId, { storeId, productId, amount: Number(stockAmount), updatedAt });
  }
  state.contracts.set(contractId, contract);
  state.buckets.delete(`${contractId} read`);
  state.buckets.delete(`${contractId} write`);
  state.keep({ contracts: [asKept(contract)] });
  tell(state, "contract", { contractId });
  return contract;
}

/** Adds products; of one that stands already only what is given changes. */
export function putProducts(state: State, contract: Contract, given: Given[]): void {
  const products = addProducts(contract, given);
  state.keep({ of: contract.contractId, products });
  tell(state, "contract", { contractId: contract.contractId });
}

function addProducts(contract: Contract, given: Given[]): Fields[] {
  const now = jst();
  return given.map(asFields).map((fields) => {
    const productId = fields["productId"] ?? "";
    const before = contract.products.get(productId) ?? { ...usualProduct, insDateTime: now };
    const product = { ...before, updDateTime: now, ...fields };
    contract.products.set(productId, product);
    return product;
  });
}

/** Takes a product away, its stock with it, or (until the next start) without. */
export function removeProduct(
  state: State,
  contract: Contract,
  productId: string,
  keepStock = false,
): boolean {
  if (!keepStock) for (const rows of contract.stock.values()) rows.delete(productId);
  state.keep({ of: contract.contractId, withoutProduct: productId });
  tell(state, "contract", { contractId: contract.contractId });
  return contract.products.delete(productId);
}

/** Stock as the control API shows it: all of it, unpaged. */
export function shownStock(contract: Contract, storeId: string | null): Fields[] {
  const stores = [...contract.stock].filter(([each]) => (storeId ?? each) === each);
  return stores.flatMap(([, rows]) =>
    [...rows.values()].map((row) => ({
      storeId: row.storeId,
      productId: row.productId,
      stockAmount: String(row.amount),
      updDateTime: jst(row.updatedAt),
    })),
  );
}

/** What a list of contracts says of each. */
export function summaryOf(contract: Contract): object {
  return {
    contractId: contract.contractId,
    stores: [...contract.stores.values()],
    terminals: [...contract.terminals.values()],
    products: contract.products.size,
    transactions: contract.transactions.size,
  };
}

/** A contract as the control API shows it: everything but its books. */
export function shownContract(contract: Contract): object {
  return {
    ...summaryOf(contract),
    clientId: contract.clientId,
    clientSecret: contract.clientSecret,
    scopes: contract.scopes,
    switches: contract.switches,
    categories: [...contract.categories.values()],
    products: [...contract.products.values()],
    stock: shownStock(contract, null),
  };
}
