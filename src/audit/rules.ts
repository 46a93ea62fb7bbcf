import { actors } from "../facts/actors.ts";

/** What stands in 監査ログ. An event is never renamed: rows and exports bear it. */
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

/** Who did it, as logs and ledgers name them, and from where. */
export type By = { actor: string; address: string | null };

/** The operator's command line, and whatever the product does by itself. */
export const byOperator: By = { actor: actors.operator, address: null };
/** The practice mode's own entrance, which lets in anybody on the machine. */
export const byPractice: By = { actor: actors.practice, address: null };
/** The link to Smaregi itself. */
export const bySmaregi: By = { actor: "smaregi", address: null };

/** What of two states differs: of each side only what the other has not the same. Null where nothing does. */
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
