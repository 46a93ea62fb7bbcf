import { switchesOf, tell, timeAt, type Contract, type State, type StockChange } from "./state.ts";

const most = 999_999_999;
/** The history is long and only for people to look at; its newest part is enough. */
const longestHistory = 100_000;

/** A stock movement: a difference, or an amount to set. */
export type Movement = {
  storeId: string;
  productId: string;
  difference?: number;
  amount?: number;
  division: string;
  memo?: string | null;
};

/** The amount in stock: 0 if it never moved. */
export const stockOf = (contract: Contract, storeId: string, productId: string): number =>
  contract.stock.get(storeId)?.get(productId)?.amount ?? 0;

/** True if the amount is within Smaregi's range. */
export const inRange = (amount: number): boolean => Math.abs(amount) <= most;

/** True if the product has stock control. */
export function isStockManaged(contract: Contract, productId: string): boolean {
  const product = contract.products.get(productId);
  return product !== undefined && product["stockControlDivision"] !== "1";
}

/** Moves stock, and writes its history; products without stock control stay as they are. Returns the changes to be notified. */
export function moveStock(state: State, contract: Contract, movements: Movement[]): StockChange[] {
  const changes: StockChange[] = [];
  const { overRangeStock } = switchesOf(state, contract.contractId);
  const now = timeAt(state, contract.contractId);
  const clamped = overRangeStock === "clamp";
  for (const { storeId, productId, difference, amount, division, memo } of movements) {
    if (!isStockManaged(contract, productId)) continue;
    const rows = contract.stock.get(storeId) ?? new Map();
    contract.stock.set(storeId, rows);
    const before = rows.get(productId)?.amount ?? 0;
    const wanted = amount ?? before + (difference ?? 0);
    const after = clamped ? Math.max(-most, Math.min(most, wanted)) : wanted;
    const row = { storeId, productId, amount: after, updatedAt: now };
    rows.set(productId, row);
    contract.lastChangeId += 1;
    const id = String(contract.lastChangeId);
    const change = { ...row, id, difference: after - before, division, memo: memo ?? null };
    changes.push(change);
    contract.changes.push(change);
  }
  if (contract.changes.length > longestHistory) contract.changes.splice(0, longestHistory / 2);
  if (changes.length > 0) tellOf(state, contract, changes);
  return changes;
}

function tellOf(state: State, contract: Contract, changes: StockChange[]): void {
  state.keep({ of: contract.contractId, changes });
  tell(state, "stock", {
    contractId: contract.contractId,
    changes: changes.map(({ productId, storeId, amount, difference }) => {
      return { productId, storeId, amount, difference };
    }),
  });
}
