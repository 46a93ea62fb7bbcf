import type { Settings } from "../env.ts";
import { unseal, type Place, type SealingKeys } from "../kit/sealed.ts";
import type { Account, Refused } from "./types.ts";

/** Where the sealed secret of the merchant's own Smaregi app is kept. */
export const secretPlace = (merchantId: string): Place => ({
  column: "connections.client_secret_sealed",
  merchantId,
});

/**
 * Who calls: the merchant's own Smaregi app where the connection names one, else the operator's.
 * Null where neither is set.
 */
export function accountOf(
  operator: { settings: Pick<Settings, "clientId" | "clientSecret">; sealingKeys: SealingKeys },
  connection: {
    merchantId: string;
    contractId: string;
    clientId: string | null;
    clientSecretSealed: Buffer | null;
  },
): Account | null {
  const { merchantId, contractId, clientId, clientSecretSealed } = connection;
  if (clientId !== null && clientSecretSealed !== null) {
    const clientSecret = unseal(operator.sealingKeys, secretPlace(merchantId), clientSecretSealed);
    return { contractId, clientId, clientSecret };
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
