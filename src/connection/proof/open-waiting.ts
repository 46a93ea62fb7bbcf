import type { Context } from "../../context.ts";
import { unseal } from "../../kit/sealed.ts";

/** An app that has proven a contract and waits for the connection to be saved. */
export type WaitingApp = {
  merchantId: string;
  contractId: string;
  clientId: string;
  clientSecretSealed: Buffer;
};

/** Opens the secret of an app that waits for its connection. */
export const openWaiting = ({ sealingKeys }: Pick<Context, "sealingKeys">, app: WaitingApp): string =>
  unseal(
    sealingKeys,
    { column: "contract_proofs.client_secret_sealed", merchantId: app.merchantId, id: app.contractId },
    app.clientSecretSealed,
  );
