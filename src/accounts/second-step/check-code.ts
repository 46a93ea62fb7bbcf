import { addAudit } from "../../audit/store.ts";
import type { Context } from "../../context.ts";
import { staffActor } from "../../facts/actors.ts";
import { transact, type Db } from "../../kit/database.ts";
import { AppError } from "../../kit/errors.ts";
import { unseal } from "../../kit/sealed.ts";
import { keyHash } from "../../kit/secrets.ts";
import { noteAttempt } from "../attempts/note-attempt.ts";
import { forgetAttempts } from "../attempts/store.ts";
import { stepOf } from "./app-codes.ts";
import { readCode, secretPlace } from "./rules.ts";
import { readSecondStep, takeRecoveryCode, takeStep } from "./store.ts";

type With = Pick<Context, "db" | "log" | "metrics" | "clock" | "sealingKeys">;
type Of = { merchantId: string; accountId: string };

/** Uses up a code of the account's app or one of its recovery codes; null if it is neither, or was used before. */
async function takeCode(
  tx: Db,
  ctx: Pick<With, "clock" | "sealingKeys">,
  { typed, ...of }: Of & { typed: string },
): Promise<"app" | "recovery" | null> {
  const read = readCode(typed);
  if (read === null) return null;
  if (read.kind === "recovery")
    return (await takeRecoveryCode(tx, of, keyHash(read.code))) ? "recovery" : null;
  const { sealed, since } = await readSecondStep(tx, of);
  // A secret that is still being set up is not accepted yet.
  if (sealed === null || since === null) return null;
  const step = stepOf(unseal(ctx.sealingKeys, secretPlace(of), sealed), read.code, ctx.clock());
  return step !== null && (await takeStep(tx, of, step)) ? "app" : null;
}

/**
 * Requires a code for the sign-in of an account with a second step, and uses it up. Throws a 401 if it is missing or
 * wrong, a 429 after ten wrong ones in a period: only people with the password get here, so a stranger cannot lock
 * anyone out.
 */
export async function checkCode(
  ctx: With,
  {
    name,
    email,
    typed,
    ip,
    merchantId,
    accountId,
  }: Of & {
    name: string;
    email: string;
    typed: string | undefined;
    ip: string | null;
  },
): Promise<"app" | "recovery"> {
  if (typed === undefined || typed.trim() === "") throw secondStepNeeded();
  const of = { merchantId, accountId };
  const attempt = { email, caller: `code of ${accountId}` };
  const isLast = await noteAttempt(ctx, attempt);
  const taken = await transact(ctx.db, async (tx) => {
    const kind = await takeCode(tx, ctx, { ...of, typed });
    if (kind !== null) return kind;
    const by = { actor: staffActor(name), address: ip };
    await addAudit(tx, of.merchantId, { event: "secondStepRefused", by, subject: name });
    if (isLast) await addAudit(tx, of.merchantId, { event: "lockedOut", by, subject: name });
    return null;
  });
  if (taken === null) {
    throw new AppError("second_step_wrong", {
      ja: "コードが正しくないか、すでに使われています。アプリに新しく表示されたコードを入力してください。",
      en: "The code is wrong, or was used before. Enter the one that your app shows now.",
    });
  }
  await forgetAttempts(ctx.db, attempt);
  return taken;
}

export const secondStepNeeded = (): AppError =>
  new AppError("second_step_needed", {
    ja: "2段階認証の確認をしてください。認証アプリの6桁のコード、パスキー、回復コードのどれかを使えます。",
    en: "One more step: the six digits that your app shows, your passkey, or a recovery code.",
  });
