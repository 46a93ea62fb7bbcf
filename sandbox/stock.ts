import type { Contract, State, StockChange } from "./state.ts";
import { tell } from "./state.ts";

const most = 999_999_999;

/** What a stock movement is: a difference, or an amount to set. */
export type Movement = {
  storeId: string;
  productId: string;
  difference?: number;
  amount?: number;
  division: string;
  memo?: string | null;
};

export const stockOf = (contract: Contract, storeId: string, productId: string): number =>
  contract.stock.get(storeId)?.get(productId)?.amount ?? 0;

/** Whether the stock would stay within Smaregi's range. */
export function inRange(amount: number): boolean {
  return Math.abs(amount) <= most;
}

/** Whether a product's stock moves at all. */
export function isStockManaged(contract: Contract, productId: string): boolean {
  const product = contract.products.get(productId);
  return product !== undefined && product["stockControlDivision"] !== "1";
}

/** Moves stock, with its history; products without stock control stay as they are. Answers the changes, to be notified. */
export function moveStock(state: State, contract: Contract, movements: Movement[]): StockChange[] {
  const changes: StockChange[] = [];
  const now = Date.now();
  for (const { storeId, productId, difference, amount, division, memo } of movements) {
    if (!isStockManaged(contract, productId)) continue;
    const rows = contract.stock.get(storeId) ?? new Map();
    contract.stock.set(storeId, rows);
    const before = rows.get(productId)?.amount ?? 0;
    const wanted = amount ?? before + (difference ?? 0);
    const after = Math.max(-most, Math.min(most, wanted));
    rows.set(productId, { storeId, productId, amount: after, updatedAt: now });
    contract.lastChangeId += 1;
    const id = String(contract.lastChangeId);
    const row = { storeId, productId, amount: after, updatedAt: now };
    changes.push({ ...row, id, difference: after - before, division, memo: memo ?? null });
  }
  contract.changes.push(...changes);
  if (contract.changes.length > 100_000) contract.changes.splice(0, contract.changes.length - 50_000);
  if (changes.length > 0) {
    state.changed();
    tell(state, "stock", {
      contractId: contract.contractId,
      changes: changes
        .slice(0, 50)
        .map(({ productId, storeId, amount, difference }) => ({ productId, storeId, amount, difference })),
    });
  }
  return changes;
}
