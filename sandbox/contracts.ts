import type { z } from "zod";
import type { givenContract } from "./control-bodies.ts";
import { asKept } from "./journal.ts";
import { jst, readTime } from "./jst.ts";
import { addProducts, asFields, usualCategory } from "./put-products.ts";
import { newContract, tell, timeAt, type Contract, type Fields, type State } from "./state.ts";

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

/** Creates a contract, or replaces it with a new one, without its old books. */
export function putContract(
  state: State,
  contractId: string,
  given: z.output<typeof givenContract>,
): Contract {
  const contract = newContract(contractId, given.clientId, given.clientSecret);
  const now = timeAt(state, contractId);
  if (given.scopes !== undefined) contract.scopes = given.scopes;
  for (const store of given.stores.map(asFields)) {
    contract.stores.set(store["storeId"] ?? "", { ...usualStore, updDateTime: jst(now), ...store });
  }
  for (const terminal of given.terminals.map(asFields)) {
    const usual = { terminalName: null, uuid: null, useStopDivision: "0" };
    contract.terminals.set(terminal["terminalId"] ?? "", { ...usual, ...terminal });
  }
  for (const category of given.categories.map(asFields)) {
    contract.categories.set(category["categoryId"] ?? "", { ...usualCategory, ...category });
  }
  for (const method of given.paymentMethods.map(asFields)) {
    contract.paymentMethods.set(method["paymentMethodId"] ?? "", { paymentMethodName: null, ...method });
  }
  for (const rate of given.reduceTaxRates.map(asFields)) {
    contract.reduceTaxRates.set(rate["reduceTaxId"] ?? "", { division: "1", termEnd: null, ...rate });
  }
  addProducts(contract, given.products, now);
  for (const { storeId, productId, stockAmount, updDateTime } of given.stock) {
    const rows = contract.stock.get(storeId) ?? new Map();
    contract.stock.set(storeId, rows);
    const updatedAt = updDateTime === undefined ? now : readTime(updDateTime);
    rows.set(productId, { storeId, productId, amount: Number(stockAmount), updatedAt });
  }
  state.contracts.set(contractId, contract);
  state.buckets.delete(`${contractId} read`);
  state.buckets.delete(`${contractId} write`);
  state.keep({ contracts: [asKept(contract)] });
  tell(state, "contract", { contractId });
  return contract;
}

/** Stock as the control API shows it: all of it, without pages. */
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

/** The fields of a contract in the list of contracts. */
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
