import type { By } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { seal } from "../../sealing/seal.ts";
import { proveByOwnApp } from "./own-app.ts";
import { putProof } from "./store.ts";

/**
 * P8: proves a contract by the merchant's own app before store and terminal are chosen, and keeps the app (its secret sealed) for the
 * connection that is saved next. Throws 409 if Smaregi refuses it, 503 if Smaregi cannot be asked, 429 above the limit.
 */
export async function proveApp(
  ctx: Context,
  input: { merchantId: string; by: By; app: { contractId: string; clientId: string; clientSecret: string } },
): Promise<void> {
  const { merchantId, by, app } = input;
  const { contractId, clientId, clientSecret } = app;
  await proveByOwnApp(ctx, merchantId, app);
  const place = { column: "contract_proofs.client_secret_sealed", merchantId, id: contractId } as const;
  await transact(ctx.db, async (tx) => {
    await putProof(tx, {
      merchantId,
      contractId,
      way: "ownApp",
      provenBy: by.actor,
      clientId,
      clientSecretSealed: await seal(tx, ctx, place, clientSecret),
    });
    const after = { way: "ownApp" };
    await addAudit(tx, merchantId, { event: "contractProven", by, subject: contractId, after });
  });
}
