import { expect, it } from "vitest";
import { auditEvents, byOperator, changed } from "./rules.ts";

it("監査ログ holds of two states what differs, and nothing of what stays", () => {
  const before: Record<string, unknown> = { role: "staff", name: "花子", disabled: false, gone: 1 };
  expect(changed(before, { role: "owner", name: "花子", disabled: false, added: null })).toEqual({
    before: { role: "staff", gone: 1 },
    after: { role: "owner", gone: null },
  });
  expect(changed(before, { ...before })).toBeNull();
  expect(changed({ list: [1, 2] }, { list: [1, 2] })).toBeNull();
  expect(changed({ list: [1, 2] }, { list: [2, 1] })).not.toBeNull();
});

it("its events are those that exports bear, and the command line is the operator's", () => {
  expect(auditEvents.join(" ")).toBe(
    "signedIn signInRefused lockedOut signedOut sessionsEnded passwordChanged passwordRefused secondStepOn secondStepOff secondStepReset secondStepRefused recoveryCodesMade passkeyAdded passkeyRemoved passkeyRefused staffAdded staffChanged staffRemoved signInLinkMade signInSettingsSaved keyCreated keyRevoked connectionSaved connectionRemoved switchedOnUntested connectionStopped contractProven contractRevoked shopSettingsSaved paperSettingsSaved channelsSaved endpointAdded endpointRemoved productDeleted merchantEnded buyerErased oldBuyersErased retentionSaved buyerExported ordersExported auditExported",
  );
  expect(byOperator).toEqual({ actor: "運営者", address: null });
});
