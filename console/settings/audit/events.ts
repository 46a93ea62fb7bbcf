import type { AuditEntry } from "../../../src/http/api-types.ts";

/** The events as they are chosen from, by what they are about. */
export const eventGroups = {
  signIn: [
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
    "signInLinkMade",
    "signInSettingsSaved",
  ],
  staff: ["staffAdded", "staffChanged", "staffRemoved", "keyCreated", "keyRevoked"],
  connection: [
    "connectionSaved",
    "connectionRemoved",
    "connectionStopped",
    "switchedOnUntested",
    "contractProven",
    "contractRevoked",
  ],
  settings: [
    "shopSettingsSaved",
    "paperSettingsSaved",
    "channelsSaved",
    "endpointAdded",
    "endpointRemoved",
    "merchantEnded",
  ],
  data: ["productDeleted", "buyerErased", "buyerExported", "ordersExported", "auditExported"],
} as const satisfies Record<string, readonly AuditEntry["event"][]>;
