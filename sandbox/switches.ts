import type { State } from "./state.ts";

/** What is unknown of the real Smaregi, or can go wrong with it: each a switch, with what is most likely as default. */
export const defaultSwitches = {
  /** Calls per contract and second, a bucket of one second's worth; 0: no limit. */
  readsPerSecond: 10,
  writesPerSecond: 4,
  /** Seconds in `Retry-After` of a 429; false: no such header. */
  retryAfter: 1 as number | false,
  rateBody: "json" as "json" | "text",
  tokenSeconds: 3600,
  tokenErrorShape: "oauth" as "oauth" | "problem",
  /** Scopes that tokens silently lack. */
  droppedScopes: [] as string[],
  contractMismatchStatus: 403 as 401 | 403 | 404,
  linkHeader: true,
  overRangeStock: "refuse" as "refuse" | "clamp",
  unknownProductStock: "empty" as "empty" | 404 | 400,
  numbersAccepted: false,
  duplicateKey: "refuse" as "refuse" | "accept",
  totalChecked: true,
  /** Stock moves so long after a transaction was answered. */
  stockDelayMs: 0,
  notifications: "deliver" as "deliver" | "drop",
  notificationDelayMs: 0,
  /** One notification an ID instead of one for all. */
  notificationPerId: false,
  /** A store ID to put into notifications instead of the right one. */
  notificationStoreId: null as string | null,
  /** So many copies beside the first. */
  duplicateNotifications: 0,
  /** Notifications are held for a random time up to this. */
  reorderNotificationsMs: 0,
  /** Every so-manieth notification is lost; 0: none. */
  dropEveryNth: 0,
  webhookHeader: "correct" as "correct" | "missing" | "wrong",
  webhookContractId: null as string | null,
  /** What a second cancellation is answered. */
  secondCancel: 400 as 400 | 200,
  closedSaleCancel: 200 as 400 | 200,
  /** Kind of stock change that a cancellation writes: 02 sale, or 12 return. */
  cancelDivisionCode: "02" as "02" | "12",
  maintenance: "off" as "off" | "problem503" | "html503" | "reset" | "hang",
  latencyMs: 0,
};

export type Switches = typeof defaultSwitches;

/** The switches as they stand for a contract: its own before those of all. */
export function switchesOf(state: State, contractId: string): Switches {
  return { ...state.switches, ...state.contracts.get(contractId)?.switches };
}

/** The words of `patch` that are no switch. */
export function unknownSwitches(patch: object): string[] {
  return Object.keys(patch).filter((name) => !(name in defaultSwitches));
}
