import type { Settings } from "../env.ts";
import { unseal } from "../kit/secrets.ts";
import type { Account, Refused } from "./types.ts";

/**
 * Who calls: the merchant's own Smaregi app where the connection names one, else the operator's.
 * Null where neither is set.
 */
export function accountOf(
  operator: { settings: Pick<Settings, "clientId" | "clientSecret">; secretKey: Buffer },
  connection: { contractId: string; clientId: string | null; clientSecretSealed: Buffer | null },
): Account | null {
  const { contractId, clientId, clientSecretSealed } = connection;
  if (clientId !== null && clientSecretSealed !== null) {
    return { contractId, clientId, clientSecret: unseal(operator.secretKey, clientSecretSealed) };
  }
  const { settings } = operator;
  if (settings.clientId === undefined || settings.clientSecret === undefined) return null;
  return { contractId, clientId: settings.clientId, clientSecret: settings.clientSecret };
}

/** What a call without an account comes to: nobody was asked. */
export const noAccount: Refused = {
  kind: "refused",
  step: "token",
  status: 401,
  reason: { kind: "noCredentials", data: {} },
};
