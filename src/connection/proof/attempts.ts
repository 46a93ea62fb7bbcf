import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { newId } from "../../kit/ids.ts";
import type { Insertable } from "kysely";
import type { ProofAttemptsTable } from "../../kit/tables.ts";
import { proofLimit, secondsToNextProof } from "./rules.ts";
import { addProofAttempt, lockProofAttempts } from "./store.ts";

/** Notes an attempt at a proof before Smaregi is asked, so that many at once count as many; throws 429 above the limit. */
export async function noteProofAttempt(
  ctx: Pick<Context, "db">,
  attempt: Omit<Insertable<ProofAttemptsTable>, "id"> & { id?: string },
): Promise<void> {
  const wait = await transact(ctx.db, async (tx) => {
    const seconds = secondsToNextProof(
      await lockProofAttempts(tx, attempt.merchantId, proofLimit.minutes * 60),
    );
    if (seconds === 0) await addProofAttempt(tx, { id: newId(), ...attempt });
    return seconds;
  });
  if (wait === 0) return;
  const minutes = Math.ceil(wait / 60);
  throw new AppError(
    "too_many_attempts",
    {
      ja: `契約の確認の回数が多すぎます。約${minutes}分後にもう一度お試しください。`,
      en: `There were too many attempts to prove a contract. Try again in about ${minutes} minutes.`,
    },
    [],
    wait,
  );
}
