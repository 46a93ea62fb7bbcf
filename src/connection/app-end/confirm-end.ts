import { bySmaregi } from "../../audit/rules.ts";
import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { accountOf } from "../../smaregi/account.ts";
import { settleEnd, takeEndQuestion } from "./store.ts";

/**
 * Asks Smaregi for a token, because a notification said that the contract ended the use of the app. Only a definite refusal switches
 * the connection off, with its reason. A token means that nothing ended; after any other answer it asks again.
 */
export async function confirmEnd(ctx: Context, { merchantId }: { merchantId: string }): Promise<void> {
  const asked = await takeEndQuestion(ctx.db, merchantId);
  if (asked === null) return;
  const { contractId, clientId } = asked;
  const account = accountOf(ctx, { merchantId, ...asked });
  // Without an app no one can be asked, and nothing can have ended.
  const answer = account === null ? { kind: "ok" as const } : await ctx.smaregi.prove(account);
  if (answer.kind === "unclear") return;
  const isTrue = answer.kind === "refused";
  const isSettled = await transact(ctx.db, async (tx) => {
    if (!(await settleEnd(tx, { merchantId, contractId, clientId, isTrue }))) return false;
    const states = { before: { enabled: true }, after: { enabled: false, why: asked.toldEnd } };
    if (isTrue)
      await addAudit(tx, merchantId, {
        event: "connectionStopped",
        by: bySmaregi,
        subject: contractId,
        ...states,
      });
    return true;
  });
  if (isSettled) {
    if (isTrue) ctx.smaregi.forget(contractId);
    ctx.log.info({ merchantId, contractId, isTrue }, "Smaregi was asked whether the use of the app ended");
  }
}
