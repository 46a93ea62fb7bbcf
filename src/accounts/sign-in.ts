import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { staffActor } from "../facts/actors.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { isPassword, keyHash, randomWord } from "../kit/secrets.ts";
import { noteAttempt } from "./attempts/note-attempt.ts";
import { forgetAttempts, isKnownDevice, noteDevice } from "./attempts/store.ts";
import { accountOfLink, accountsOfAddress, findLink, insertSession, readAccounts, takeLink } from "./store.ts";
import { mailLockOut, type Mailing } from "./mail-account.ts";
import { mailSpelling } from "../kit/text/rules.ts";

type With = Pick<Context, "db" | "log" | "metrics"> & Mailing;

/** What a browser keeps: the session's token, and the one by which it is known from now on. */
export type Tokens = { session: string; device: string };

/**
 * Signs in with address and password. Of several accounts with this address and password it is the one that was used last. An
 * unknown address, a wrong password and a disabled account look the same, in words and in time. `device`: the token of a
 * browser in which somebody signed in before. Throws 429 after too many wrong passwords of this caller.
 */
export async function signIn(
  ctx: With,
  input: { email: string; password: string; ip: string; device: string | undefined },
): Promise<Tokens> {
  const email = mailSpelling(input.email);
  const caller = await callerOf(ctx, { ...input, email });
  const isLast = await noteAttempt(ctx, { email, caller });
  const accounts = await accountsOfAddress(ctx.db, email);
  // Up to three accounts take the same time, so that it does not tell how many merchants an address works for.
  const looked = Array.from({ length: Math.max(3, accounts.length) }, async (_, nth) => {
    const account = accounts[nth];
    const isRight = await isPassword(input.password, account?.passwordHash ?? null);
    return isRight && account?.disabledAt === null ? account : undefined;
  });
  const account = (await Promise.all(looked)).find((each) => each !== undefined);
  if (account === undefined) {
    noteRefused(ctx, accounts, { isLast, ip: input.ip });
    throw new AppError("sign_in_failed", {
      ja: "メールアドレスまたはパスワードが正しくありません。",
      en: "The email address or the password is wrong.",
    });
  }
  await forgetAttempts(ctx.db, { email, caller });
  const { merchantId, id: accountId } = account;
  const { device, ip } = input;
  const byLink = false;
  return await transact(ctx.db, (tx) => openSession(tx, { merchantId, accountId, byLink, device, ip }));
}

/** Into 監査ログ of each merchant that the address works for; nobody waits for it, so that the time tells of no account. */
function noteRefused(
  ctx: With,
  accounts: { merchantId: string; id: string; name: string; disabledAt: Date | null }[],
  { isLast, ip }: { isLast: boolean; ip: string },
): void {
  const noting = transact(ctx.db, async (tx) => {
    for (const { merchantId, id: accountId, name, disabledAt } of accounts) {
      const by = { actor: staffActor(name), address: ip };
      await addAudit(tx, merchantId, { event: "signInRefused", by, subject: name });
      if (!isLast) continue;
      await addAudit(tx, merchantId, { event: "lockedOut", by, subject: name });
      if (disabledAt === null) await mailLockOut(tx, ctx, { merchantId, accountId });
    }
  });
  noting.catch((error: unknown) => ctx.log.warn({ err: error }, "a refused sign-in could not be noted"));
}

/** Whose attempts count together: those of a browser that is known to the account, else those of an address. */
async function callerOf(
  ctx: With,
  { email, ip, device }: { email: string; ip: string; device: string | undefined },
): Promise<string> {
  if (device === undefined) return ip;
  const hash = keyHash(device);
  const isKnown = await isKnownDevice(ctx.db, email, hash);
  return isKnown ? `device ${hash.toString("base64url").slice(0, 16)}` : ip;
}

/** Whom a link would sign in, and where, without using it; throws 401 where it was used, is too old or never was. */
export async function lookAtLink(ctx: Pick<Context, "db">, { token }: { token: string }) {
  const found = await findLink(ctx.db, keyHash(token));
  if (found === null) throw linkUsed();
  const { number, merchantName, ...account } = found;
  return { account, merchant: { number, name: merchantName } };
}

/** Signs in with a one-time link; throws 401 where it was used, is too old or never was. */
export async function signInByLink(
  ctx: Pick<Context, "db">,
  { token, device, ip = null }: { token: string; device: string | undefined; ip?: string | null },
): Promise<Tokens> {
  const tokens = await transact(ctx.db, async (tx) => {
    const link = await takeLink(tx, keyHash(token));
    if (link !== null) return await openSession(tx, { ...link, byLink: true, device, ip });
    const whose = await accountOfLink(tx, keyHash(token));
    if (whose === null) return null;
    const { merchantId, name } = whose;
    const by = { actor: staffActor(name), address: ip };
    const after = { byLink: true };
    await addAudit(tx, merchantId, { event: "signInRefused", by, subject: name, after });
    return null;
  });
  if (tokens === null) throw linkUsed();
  return tokens;
}

const linkUsed = (): AppError =>
  new AppError("link_used", {
    ja: "このリンクは使用済みか、期限が切れているか、新しいリンクが発行されています。新しいリンクを発行してもらってください。",
    en: "The link was used already, is too old, or a newer one was made. Ask for a new one.",
  });

async function openSession(
  tx: Tx,
  at: {
    merchantId: string;
    accountId: string;
    byLink: boolean;
    device: string | undefined;
    ip: string | null;
  },
): Promise<Tokens> {
  const { merchantId, accountId, byLink } = at;
  const session = randomWord(32);
  const device = at.device ?? randomWord(32);
  await insertSession(tx, { merchantId, id: newId(), accountId, tokenHash: keyHash(session), byLink });
  await noteDevice(tx, { merchantId, accountId, tokenHash: keyHash(device) });
  const [account] = await readAccounts(tx, merchantId, accountId);
  const by = { actor: staffActor(account?.name ?? ""), address: at.ip };
  const after = { byLink };
  await addAudit(tx, merchantId, { event: "signedIn", by, subject: account?.name ?? null, after });
  return { session, device };
}
