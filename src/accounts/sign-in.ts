import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { isPassword, keyHash, randomWord } from "../kit/secrets.ts";
import { attemptLimits, secondsToWait } from "./rules.ts";
import {
  accountsOfAddress,
  addAttempt,
  forgetAttempts,
  insertSession,
  lockAttempts,
  takeLink,
} from "./store.ts";

type With = Pick<Context, "db">;

/**
 * Signs in with address and password; returns the session's token, for the cookie. Of several accounts with this address and
 * password it is the one that was used last. An unknown address, a wrong password and a disabled account look the same, in
 * words and in time. Throws 429 after too many attempts at one address or by one caller.
 */
export async function signIn(
  ctx: With,
  input: { email: string; password: string; ip: string },
): Promise<string> {
  const email = input.email.trim().toLowerCase();
  await noteAttempt(ctx, { email, ip: input.ip });
  const accounts = await accountsOfAddress(ctx.db, email);
  // Up to three accounts take the same time, so that it does not tell how many merchants an address works for.
  const looked = Array.from({ length: Math.max(3, accounts.length) }, async (_, nth) => {
    const account = accounts[nth];
    const isRight = await isPassword(input.password, account?.passwordHash ?? null);
    return isRight && account?.disabledAt === null ? account : undefined;
  });
  const account = (await Promise.all(looked)).find((each) => each !== undefined);
  if (account === undefined) {
    throw new AppError("sign_in_failed", {
      ja: "メールアドレスまたはパスワードが正しくありません。",
      en: "The email address or the password is wrong.",
    });
  }
  await forgetAttempts(ctx.db, email);
  return await ctx.db.transaction().execute((tx) => openSession(tx, account.merchantId, account.id, false));
}

/** Signs in with a one-time link; answers the session's token. Throws 401 where it was used, is too old or never was. */
export async function signInByLink(ctx: With, input: { token: string }): Promise<string> {
  return await ctx.db.transaction().execute(async (tx) => {
    const link = await takeLink(tx, keyHash(input.token));
    if (link === null) {
      throw new AppError("link_used", {
        ja: "このリンクは使用済みか、期限が切れています。新しいリンクを発行してもらってください。",
        en: "The link was used already, or is too old. Ask for a new one.",
      });
    }
    return await openSession(tx, link.merchantId, link.accountId, true);
  });
}

/** Notes an attempt before its password is looked at, so that many at once count as many; throws 429 above the limits. */
export async function noteAttempt(ctx: With, attempt: { email: string; ip: string }): Promise<void> {
  const wait = await ctx.db.transaction().execute(async (tx) => {
    const seconds = attemptLimits.minutes * 60;
    const { byEmail, byIp } = await lockAttempts(tx, { ...attempt, seconds });
    const toWait = secondsToWait(byEmail, byIp);
    if (toWait === 0) await addAttempt(tx, attempt);
    return toWait;
  });
  if (wait === 0) return;
  const minutes = Math.ceil(wait / 60);
  throw new AppError(
    "too_many_attempts",
    {
      ja: `ログインの失敗が続いたため、しばらく受け付けません。約${minutes}分後にもう一度お試しください。`,
      en: `Too many attempts to sign in. Try again in about ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    },
    [],
    wait,
  );
}

async function openSession(tx: Tx, merchantId: string, accountId: string, byLink: boolean): Promise<string> {
  const token = randomWord(32);
  await insertSession(tx, { merchantId, id: newId(), accountId, tokenHash: keyHash(token), byLink });
  return token;
}
