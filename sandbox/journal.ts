import {
  newContract,
  type Contract,
  type Entry,
  type Fields,
  type Nested,
  type State,
  type Transaction,
} from "./state.ts";
import { readTime } from "./jst.ts";
import { keyOf } from "./transaction-key.ts";

/** A contract as it is stored: without its switches, which end with the process, and without what follows from the rest. */
export function asKept(contract: Contract): object {
  const { switches: _, keys: __, ...rest } = contract;
  return {
    ...rest,
    stores: [...rest.stores],
    terminals: [...rest.terminals],
    categories: [...rest.categories],
    products: [...rest.products],
    nested: [...rest.nested],
    paymentMethods: [...rest.paymentMethods],
    reduceTaxRates: [...rest.reduceTaxRates],
    stock: [...rest.stock].map(([storeId, rows]) => [storeId, [...rows]]),
    transactions: [...rest.transactions],
  };
}

type Maps =
  | "stores"
  | "terminals"
  | "categories"
  | "products"
  | "nested"
  | "paymentMethods"
  | "reduceTaxRates"
  | "stock";
type Kept = Omit<Contract, Maps | "transactions"> & {
  stores: [string, Fields][];
  terminals: [string, Fields][];
  /** Files from before 0.1.0 have none. */
  categories?: [string, Fields][];
  products: [string, Fields][];
  /** Files from before the mirrored products have neither. */
  nested?: [string, Nested][];
  reduceTaxRates?: [string, Fields][];
  /** Files from before the payment methods have none. */
  paymentMethods?: [string, Fields][];
  stock: [string, [string, { storeId: string; productId: string; amount: number; updatedAt: number }][]][];
  /** Files from before 0.1.0 lack the last two. */
  transactions: [string, Omit<Transaction, Later> & Partial<Pick<Transaction, Later>>][];
};
type Later = "depositOthers" | "receivedAt";

function fromKept(kept: Kept): Contract {
  const contract = {
    ...newContract(kept.contractId, kept.clientId, kept.clientSecret),
    ...kept,
    stores: new Map(kept.stores),
    terminals: new Map(kept.terminals),
    categories: new Map(kept.categories ?? []),
    products: new Map(kept.products),
    nested: new Map(kept.nested ?? []),
    paymentMethods: new Map(kept.paymentMethods ?? []),
    reduceTaxRates: new Map(kept.reduceTaxRates ?? []),
    stock: new Map(kept.stock.map(([storeId, rows]) => [storeId, new Map(rows)])),
    transactions: new Map<string, Transaction>(),
    keys: new Set<string>(),
    switches: {},
  };
  for (const [, transaction] of kept.transactions) {
    const receivedAt = readTime(transaction.head["transactionDateTime"] ?? "");
    putBack(contract, { depositOthers: [], receivedAt, ...transaction });
  }
  return contract;
}

function putBack(contract: Contract, transaction: Transaction): void {
  const id = transaction.head["transactionHeadId"] ?? "";
  contract.transactions.set(id, transaction);
  contract.keys.add(keyOf(transaction.head));
  contract.lastTransactionId = Math.max(contract.lastTransactionId, Number(id));
}

/** Applies an entry to the state. */
export function apply(state: State, entry: Entry): void {
  if ("contracts" in entry) {
    for (const kept of entry.contracts as Kept[]) state.contracts.set(kept.contractId, fromKept(kept));
  } else if ("gone" in entry) state.contracts.delete(entry.gone);
  else if ("webhook" in entry) {
    state.webhook = entry.webhook;
    state.contractWebhooks = new Map(entry.contractWebhooks);
  } else if ("reset" in entry) {
    state.contracts.clear();
    state.contractWebhooks.clear();
    state.webhook = null;
  } else {
    const contract = state.contracts.get(entry.of);
    if (contract !== undefined) applyTo(contract, entry);
  }
}

function applyTo(contract: Contract, entry: Extract<Entry, { of: string }>): void {
  if ("products" in entry) {
    for (const product of entry.products) contract.products.set(product["productId"] ?? "", product);
    for (const [productId, nested] of entry.nested ?? []) contract.nested.set(productId, nested);
  } else if ("categories" in entry) {
    for (const each of entry.categories) contract.categories.set(each["categoryId"] ?? "", each);
  } else if ("withoutProduct" in entry) {
    contract.products.delete(entry.withoutProduct);
    contract.nested.delete(entry.withoutProduct);
    for (const rows of contract.stock.values()) rows.delete(entry.withoutProduct);
  } else if ("changes" in entry) {
    for (const change of entry.changes) {
      const { storeId, productId, amount, updatedAt } = change;
      const rows = contract.stock.get(storeId) ?? new Map();
      contract.stock.set(storeId, rows);
      rows.set(productId, { storeId, productId, amount, updatedAt });
      if (Number(change.id) > contract.lastChangeId) contract.changes.push(change);
      contract.lastChangeId = Math.max(contract.lastChangeId, Number(change.id));
    }
  } else {
    for (const transaction of entry.transactions) putBack(contract, transaction);
    contract.lastTillNumber = entry.lastTillNumber;
  }
}

/** Yields everything that is stored, as entries that build it again. */
export function* snapshot(state: State): Generator<Entry> {
  for (const contract of state.contracts.values()) yield { contracts: [asKept(contract)] };
  yield { webhook: state.webhook, contractWebhooks: [...state.contractWebhooks] };
}
