import type { Connection, Places, Proofs } from "../../../../src/http/api-types.ts";

export const steps = ["contract", "place", "test", "on"] as const;
export type Step = (typeof steps)[number];

/** The next step of 連携をはじめる, from what the server knows; so it can be left at any step. `done`: the connection is switched on. */
export function nextStep(saved: Connection | null, proofs: Pick<Proofs, "items">): Step | "done" {
  const isProven = (contractId: string) => proofs.items.some((each) => each.contractId === contractId);
  if (proofs.items.length === 0) return "contract";
  if (saved === null || !isProven(saved.contractId)) return "place";
  if (saved.enabled) return "done";
  return saved.testedAt === undefined ? "test" : "on";
}

type Store = Places["stores"][number];
type Terminal = Places["terminals"][number];

/** The terminals of a store, including those for which Smaregi names no store. */
export const terminalsOf = (terminals: Terminal[], storeId: string): Terminal[] =>
  terminals.filter((each) => each.storeId === null || each.storeId === storeId);

/** The ID of the only possible store, which needs no choice. Empty if there are several, or none that sells. */
export function onlyStore(stores: Store[]): string {
  const [first, ...others] = stores.filter(({ paused, warehouse }) => !paused && !warehouse);
  return first !== undefined && others.length === 0 ? first.storeId : "";
}

/** The same for the terminals of a store. */
export function onlyTerminal(terminals: Terminal[], storeId: string): string {
  const [first, ...others] = terminalsOf(terminals, storeId).filter(
    ({ stopped, taken }) => !stopped && !taken,
  );
  return first !== undefined && others.length === 0 ? first.terminalId : "";
}
