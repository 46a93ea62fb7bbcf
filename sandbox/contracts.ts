import { jst } from "./jst.ts";
import { newContract, type Contract, type Fields, type State } from "./state.ts";

/** A record as it is given over the control API: values of any kind become strings. */
type Given = Record<string, unknown>;
export type GivenContract = {
  clientId?: string;
  clientSecret?: string;
  scopes?: string[];
  stores?: Given[];
  terminals?: Given[];
  products?: Given[];
  stock?: { storeId: string; productId: string; stockAmount: string | number; updDateTime?: string }[];
};

function asFields(given: Given): Fields {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      value === null || value === undefined ? null : String(value),
    ]),
  );
}

/** Creates a contract, or puts a new one in its place. */
export function putContract(state: State, contractId: string, given: GivenContract): Contract {
  const contract = newContract(contractId, given.clientId ?? "client", given.clientSecret ?? "secret");
  if (given.scopes !== undefined) contract.scopes = given.scopes;
  for (const store of given.stores ?? []) {
    const fields = asFields(store);
    const usual = { division: "1", sellDivision: "0", sumProcDivision: "1", pauseFlag: "0", storeCode: null };
    contract.stores.set(fields["storeId"] ?? "", {
      storeName: null,
      ...usual,
      updDateTime: jst(),
      ...fields,
    });
  }
  for (const terminal of given.terminals ?? []) {
    const fields = asFields(terminal);
    contract.terminals.set(fields["terminalId"] ?? "", {
      terminalName: null,
      useStopDivision: "0",
      ...fields,
    });
  }
  putProducts(state, contract, given.products ?? []);
  for (const row of given.stock ?? []) {
    const rows = contract.stock.get(row.storeId) ?? new Map();
    contract.stock.set(row.storeId, rows);
    const updatedAt = row.updDateTime === undefined ? Date.now() : new Date(row.updDateTime).getTime();
    const { storeId, productId } = row;
    rows.set(productId, { storeId, productId, amount: Number(row.stockAmount), updatedAt });
  }
  state.contracts.set(contractId, contract);
  state.buckets.delete(`${contractId} read`);
  state.buckets.delete(`${contractId} write`);
  state.changed();
  return contract;
}

/** Adds products, or puts others in their place. */
export function putProducts(state: State, contract: Contract, products: Given[]): void {
  const usual = {
    productCode: null,
    productKana: null,
    taxDivision: "0",
    productPriceDivision: "1",
    price: "0",
    cost: null,
    stockControlDivision: "0",
    salesDivision: "0",
    displayFlag: "1",
    division: "0",
    reduceTaxId: null,
    categoryId: null,
    groupCode: null,
    size: null,
    color: null,
    supplierProductNo: null,
  };
  for (const product of products) {
    const fields = asFields(product);
    contract.products.set(fields["productId"] ?? "", {
      productName: "",
      ...usual,
      updDateTime: jst(),
      ...fields,
    });
  }
  state.changed();
}

/** A contract as the control API shows it, without its books. */
export function shownContract(contract: Contract): object {
  return {
    contractId: contract.contractId,
    clientId: contract.clientId,
    scopes: contract.scopes,
    stores: [...contract.stores.values()],
    terminals: [...contract.terminals.values()],
    products: [...contract.products.values()],
  };
}
