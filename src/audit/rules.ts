import { actors } from "../facts/actors.ts";

/** The events of 監査ログ. An event is never renamed: rows and exports contain it. */
export const auditEvents = [
  "signedIn",
  "signInRefused",
  "lockedOut",
  "signedOut",
  "sessionsEnded",
  "passwordChanged",
  "passwordRefused",
  "secondStepOn",
  "secondStepOff",
  "secondStepReset",
  "secondStepRefused",
  "recoveryCodesMade",
  "passkeyAdded",
  "passkeyRemoved",
  "passkeyRefused",
  "staffAdded",
  "staffChanged",
  "staffRemoved",
  "signInLinkMade",
  "signInSettingsSaved",
  "keyCreated",
  "keyRevoked",
  "connectionSaved",
  "connectionRemoved",
  "switchedOnUntested",
  "connectionStopped",
  "contractProven",
  "contractRevoked",
  "shopSettingsSaved",
  "paperSettingsSaved",
  "channelsSaved",
  "endpointAdded",
  "endpointRemoved",
  "productDeleted",
  "merchantEnded",
  "buyerErased",
  "oldBuyersErased",
  "retentionSaved",
  "buyerExported",
  "ordersExported",
  "auditExported",
] as const;
export type AuditEvent = (typeof auditEvents)[number];

/** The actor, as logs and ledgers name them, and their address. */
export type By = { actor: string; address: string | null };

/** The operator's command line, and everything that the product does automatically. */
export const byOperator: By = { actor: actors.operator, address: null };
/** The practice mode's own entrance, which is open to anyone on the machine. */
export const byPractice: By = { actor: actors.practice, address: null };
/** The link to Smaregi itself. */
export const bySmaregi: By = { actor: "smaregi", address: null };

/** The differences between two states: each side's values that the other does not have. Null if there are none. */
export function changed<State extends object>(
  before: State,
  after: State,
): { before: Partial<State>; after: Partial<State> } | null {
  const keys = (Object.keys({ ...before, ...after }) as (keyof State)[]).filter(
    (key) => JSON.stringify(before[key] ?? null) !== JSON.stringify(after[key] ?? null),
  );
  if (keys.length === 0) return null;
  const only = (state: State) =>
    Object.fromEntries(keys.map((key) => [key, state[key] ?? null])) as Partial<State>;
  return { before: only(before), after: only(after) };
}
