import { byOperator } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { dropCatalogOf } from "../../smaregi-catalog/store.ts";
import { transact, within } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { contractSpelling } from "../../smaregi/spelling.ts";
import { contractIdShape } from "./rules.ts";
import { deleteProof, putProof, readProofs, stopConnection } from "./store.ts";

type With = Pick<Context, "db">;
type Named = { merchantId: string; contractId: string };

/** P8: the operator vouches that the contract is the merchant's. Throws 422 for what can't be a contract ID. */
export async function allowContract(ctx: With, { merchantId, contractId: typed }: Named): Promise<void> {
  const contractId = contractSpelling(typed);
  if (!contractIdShape.test(contractId)) {
    throw new AppError("invalid", {
      ja: `「${contractId}」は契約IDの形ではありません。`,
      en: `"${contractId}" can't be a contract ID: it has letters, digits, "_" and "-".`,
    });
  }
  await within(ctx.db, async (tx) => {
    await putProof(tx, { merchantId, contractId, way: "operator", provenBy: "operator" });
    const after = { way: "operator" };
    await addAudit(tx, merchantId, { event: "contractProven", by: byOperator, subject: contractId, after });
  });
}

/**
 * Revokes a merchant's proof of a contract, however it was given. In the same transaction a connection with this contract is switched
 * off and says why; it can only be saved again after another proof. Returns true if one was switched off.
 */
export async function revokeContract(
  ctx: With,
  { merchantId, contractId: typed }: Named,
): Promise<{ stopped: boolean }> {
  const contractId = contractSpelling(typed);
  return await transact(ctx.db, async (tx) => {
    if (!(await deleteProof(tx, merchantId, contractId))) {
      throw new AppError("not_found", {
        ja: `この加盟店は、契約ID「${contractId}」を確認していません。`,
        en: `This merchant has no proof of contract "${contractId}": see contract list.`,
      });
    }
    await dropCatalogOf(tx, merchantId, contractId);
    await addAudit(tx, merchantId, { event: "contractRevoked", by: byOperator, subject: contractId });
    const why = "proofRevoked";
    const stopped = await stopConnection(tx, { merchantId, contractId, why });
    const states = { before: { enabled: true }, after: { enabled: false, why } };
    if (stopped)
      await addAudit(tx, merchantId, {
        event: "connectionStopped",
        by: byOperator,
        subject: contractId,
        ...states,
      });
    return { stopped };
  });
}

/** Returns who proved which contract, how and when, of all merchants or of one, newest first. */
export async function listProofs(ctx: With, merchantId?: string) {
  return await readProofs(ctx.db, merchantId);
}
