import type { Settings } from "../env.ts";
import { unseal, type Place, type SealingKeys } from "../kit/sealed.ts";
import type { Account, Refused } from "./types.ts";

/** The place where the sealed secret of the merchant's own Smaregi app is stored. */
export const secretPlace = (merchantId: string): Place => ({
  column: "connections.client_secret_sealed",
  merchantId,
});

/**
 * The app that calls: the merchant's own Smaregi app if the connection names one, else the operator's. Null if neither
 * is set.
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

/** The result of a call without an account: Smaregi was not asked. */
export const noAccount: Refused = {
  kind: "refused",
  step: "token",
  status: 401,
  reason: { kind: "noCredentials", data: {} },
};
