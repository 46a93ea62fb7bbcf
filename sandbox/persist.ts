import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { Contract, State } from "./state.ts";

/** How long changes may wait before they are written: what a kill of the local Smaregi can lose. */
const waitMs = 100;

const asJson = (contract: Contract) => ({
  ...contract,
  stores: [...contract.stores],
  terminals: [...contract.terminals],
  products: [...contract.products],
  stock: [...contract.stock].map(([storeId, rows]) => [storeId, [...rows]]),
  transactions: [...contract.transactions],
  keys: [...contract.keys],
  // The history is long and only looked at; its newest part is enough.
  changes: contract.changes.slice(-2_000),
});

function fromJson(kept: ReturnType<typeof asJson>): Contract {
  return {
    ...kept,
    stores: new Map(kept.stores),
    terminals: new Map(kept.terminals),
    products: new Map(kept.products),
    stock: new Map(
      (kept.stock as [string, [string, never][]][]).map(([storeId, rows]) => [storeId, new Map(rows)]),
    ),
    transactions: new Map(kept.transactions),
    keys: new Set(kept.keys),
  } as Contract;
}

/** Loads the contracts from a file, and keeps them there from now on: written whole, in one step. `flush` writes at once. */
export function keepInFile(state: State, file: string): { flush(): void } {
  if (existsSync(file)) {
    const kept = JSON.parse(readFileSync(file, "utf8")) as { contracts: ReturnType<typeof asJson>[] };
    for (const contract of kept.contracts) state.contracts.set(contract.contractId, fromJson(contract));
  }
  let timer: NodeJS.Timeout | null = null;
  const write = () => {
    timer = null;
    writeFileSync(`${file}.new`, JSON.stringify({ contracts: [...state.contracts.values()].map(asJson) }));
    renameSync(`${file}.new`, file);
  };
  state.changed = () => {
    timer ??= setTimeout(write, waitMs);
  };
  return {
    flush: () => {
      if (timer === null) return;
      clearTimeout(timer);
      write();
    },
  };
}
