import type { IntegrationLogEntry } from "../../../src/http/api-types.ts";

type Fact = IntegrationLogEntry["fact"];
type Kind = Fact["kind"];

export type Advice =
  | "credentials"
  | "place"
  | "product"
  | "order"
  | "later"
  | "held"
  | "changedWhileOff"
  | "goneInSmaregi"
  | "otherContract"
  | "leftOut"
  | "sendAgain";

/** The advice for a fact that does not depend on Smaregi's status. */
const byKind: Partial<Record<Kind, Advice>> = {
  noCredentials: "credentials",
  tokenRefused: "credentials",
  storeUnlisted: "place",
  ownStoreUnlisted: "place",
  productGone: "product",
  oddRow: "sendAgain",
  heldGone: "held",
  heldNoRows: "held",
  heldStoreChanged: "held",
  changedWhileOff: "changedWhileOff",
  cancelledAtTill: "goneInSmaregi",
  transactionGone: "goneInSmaregi",
  otherContract: "otherContract",
  leftOut: "leftOut",
  badTransaction: "order",
  tokenTooMany: "later",
  tokenUnreadable: "later",
  unreachable: "later",
  timedOut: "later",
  dropped: "later",
  unreadable: "later",
  maintenance: "later",
  silent: "later",
};

/** A fact and all facts inside it, in order. */
function within(fact: Fact): Fact[] {
  const { facts, reasons, reason } = fact.data as { facts?: Fact[]; reasons?: Fact[]; reason?: Fact };
  const inner = [...(facts ?? []), ...(reasons ?? []), ...(reason === undefined ? [] : [reason])];
  return [fact, ...inner.flatMap(within)];
}

/** What the merchant can do about a failed call, from what was recorded. */
export function adviceFor({
  fact,
  call,
  status,
}: Pick<IntegrationLogEntry, "fact" | "call" | "status">): Advice {
  const told = within(fact).flatMap(({ kind }) => byKind[kind] ?? [])[0];
  if (told !== undefined) return told;
  // Only Smaregi's own words, or those of an earlier version: only the status says who has to act.
  if (status === undefined) return "sendAgain";
  if (status === 401 || status === 403) return "credentials";
  if (status === 429 || status >= 500) return "later";
  return call === "stockList" ? "product" : "order";
}
