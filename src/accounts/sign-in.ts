import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { staffActor } from "../facts/actors.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import { costOf, passwordHash, passwordsOf, saltOf } from "../kit/password-hash.ts";
import { keyHash, randomWord } from "../kit/secrets.ts";
import { forgetAtEach, noteAtEach } from "./attempts/each-account.ts";
import { noteAttempt } from "./attempts/note-attempt.ts";
import { accountsOfDevice, forgetAttempts, noteDevice } from "./attempts/store.ts";
import { accountOfLink, findLink, takeLink } from "./links/store.ts";
import { accountsOfAddress, insertSession, readAccounts, replaceHash } from "./store.ts";
import { mailLockOut, type Mailing } from "./mail-account.ts";
import { checkPasskey, holdPasskey, type Signed } from "./passkeys/check-passkey.ts";
import { checkCode, secondStepNeeded } from "./second-step/check-code.ts";
import { lockAccount } from "./second-step/store.ts";
import { signOut, type SignedIn } from "./session.ts";
import { mailSpelling } from "../kit/text/rules.ts";

type With = Pick<Context, "db" | "log" | "metrics" | "settings" | "clock" | "sealingKeys"> & Mailing;

/** What a browser keeps: the session's token, and the token by which the browser is known from now on. */
export type Tokens = { session: string; device: string };

/**
 * The browser that signs in. `device`: the token of a browser in which someone signed in before. `earlier`: the session that was open
 * there; it ends when the new one begins, so that no one else finds it.
 */
type Visit = {
  /** The second step, for those who have one: a code, or a passkey's answer. */
  code?: string | undefined;
  passkey?: Signed | undefined;
  device: string | undefined;
  browser?: string | undefined;
  earlier?: SignedIn | null | undefined;
};

/**
 * Signs in with address and password. If several accounts have this address and password, it takes the last used one.
 * An unknown address, a wrong password and a disabled account look the same, in words and in time. Throws a 429 after
 * too many wrong passwords of this caller, a 401 `second_step_needed` if a code is required as well.
 */
export async function signIn(
  ctx: With,
  input: { email: string; password: string; ip: string } & Visit,
): Promise<Tokens> {
  const email = mailSpelling(input.email);
  const { caller, ...browser } = await callerOf(ctx, { ...input, email });
  const isLast = await noteAttempt(ctx, { email, caller });
  const accounts = await accountsOfAddress(ctx.db, email);
  const guess = { ...browser, email, ip: input.ip, accountIds: accounts.map(({ id }) => id) };
  const { open, last } = await noteAtEach(ctx, guess);
  const cost = ctx.settings.passwordCost;
  const hashes = accounts.map(({ passwordHash: hash }) => hash);
  const fits = await passwordsOf(input.password, hashes, cost);
  const account = accounts.find(
    ({ id, disabledAt }, nth) => fits[nth] === true && disabledAt === null && open.includes(id),
  );
  if (account === undefined) {
    noteRefused(ctx, accounts, { last: isLast ? guess.accountIds : last, ip: input.ip });
    throw failed();
  }
  await forgetAttempts(ctx.db, { email, caller });
  await forgetAtEach(ctx, guess, { open, at: account.id });
  const { merchantId, id: accountId } = account;
  const { passwordHash: was } = account;
  const step = await takeSecondStep(ctx, { ...account, accountId, email }, input);
  const at = { ...input, merchantId, accountId, byLink: false, step };
  // The hash was made with a lower cost: hash again now that the password is here.
  const isCheap = (costOf(was) ?? cost) < cost;
  const salt = saltOf(hashes, cost);
  const becomes = isCheap ? await passwordHash(input.password, { cost, salt }) : null;
  return await transact(ctx.db, async (tx) => {
    const now = await lockSignIn(tx, at);
    // The password was changed during the check: the old one is no longer valid.
    const [isStill] =
      now.passwordHash === was ? [true] : await passwordsOf(input.password, [now.passwordHash], cost);
    if (isStill !== true) throw failed();
    if (becomes !== null) await replaceHash(tx, merchantId, accountId, { was, becomes });
    return await openSession(tx, at);
  });
}

/**
 * Signs in with a passkey alone: a device that its owner unlocked (PIN or finger) counts as two factors. Throws a 401
 * for one that is not valid.
 */
export async function signInByPasskey(
  ctx: With,
  { passkey, ip, ...visit }: { passkey: Signed; ip: string } & Omit<Visit, "code">,
): Promise<Tokens> {
  const of = await checkPasskey(ctx, { ...passkey, purpose: "signIn" });
  return await transact(ctx.db, async (tx) => {
    await lockSignIn(tx, { ...of, step: "passkey", passkey });
    return await openSession(tx, { ...visit, ...of, ip, byLink: false, step: "passkey" });
  });
}

/**
 * Locks the account for a sign-in, and returns its current state: a change of what gives access ends the account's
 * sessions, so this sign-in must either come before the change or respect it. Throws a 401 if the account is disabled,
 * has a new second step that was not checked, or no longer has the passkey.
 */
async function lockSignIn(
  tx: Tx,
  {
    step,
    passkey,
    ...of
  }: { merchantId: string; accountId: string; step: Step; passkey?: Signed | undefined },
) {
  await lockAccount(tx, of);
  const [account] = await readAccounts(tx, of.merchantId, of.accountId);
  if (account === undefined || account.disabled) throw failed();
  if (account.hasSecondStep && step === null) throw secondStepNeeded();
  if (step === "passkey" && passkey !== undefined) await holdPasskey(tx, { ...of, answer: passkey.answer });
  return account;
}

/** How the second step was passed; null: the account has none. */
type Step = "app" | "recovery" | "passkey" | null;

/** Requires a code or a passkey for the sign-in of an account with a second step. */
async function takeSecondStep(
  ctx: With,
  account: { merchantId: string; accountId: string; name: string; email: string; hasSecondStep: boolean },
  { code: typed, passkey, ip }: Pick<Visit, "code" | "passkey"> & { ip: string | null },
): Promise<Step> {
  if (!account.hasSecondStep) return null;
  if (passkey === undefined) return await checkCode(ctx, { ...account, typed, ip });
  await checkPasskey(ctx, { ...passkey, purpose: "signIn", only: account.accountId });
  return "passkey";
}

/**
 * Records it in 監査ログ of each merchant that the address works for; nothing waits for it, so that the time does not
 * reveal an account.
 */
function noteRefused(
  ctx: With,
  accounts: { merchantId: string; id: string; name: string; disabledAt: Date | null }[],
  { last, ip }: { last: string[]; ip: string },
): void {
  const noting = transact(ctx.db, async (tx) => {
    for (const { merchantId, id: accountId, name, disabledAt } of accounts) {
      const by = { actor: staffActor(name), address: ip };
      await addAudit(tx, merchantId, { event: "signInRefused", by, subject: name });
      if (!last.includes(accountId)) continue;
      await addAudit(tx, merchantId, { event: "lockedOut", by, subject: name });
      if (disabledAt === null) await mailLockOut(tx, ctx, { merchantId, accountId });
    }
  });
  noting.catch((error: unknown) => ctx.log.warn({ err: error }, "a refused sign-in could not be noted"));
}

/**
 * The caller whose attempts count together: a browser that an account of the address knows (`knows`: which accounts),
 * else a network address.
 */
async function callerOf(
  ctx: With,
  { email, ip, device: token }: { email: string; ip: string; device: string | undefined },
): Promise<{ caller: string; device: string; knows: string[] }> {
  if (token === undefined) return { caller: ip, device: "", knows: [] };
  const hash = keyHash(token);
  const knows = await accountsOfDevice(ctx.db, email, hash);
  const device = `device ${hash.toString("base64url").slice(0, 16)}`;
  return { caller: knows.length > 0 ? device : ip, device, knows };
}

/**
 * The account and merchant that a link would sign in to, without using it. Throws a 401 if it was used, is too old or
 * never existed.
 */
export async function lookAtLink(ctx: Pick<Context, "db">, { token }: { token: string }) {
  const found = await findLink(ctx.db, keyHash(token));
  if (found === null) throw linkUsed();
  const { number, merchantName, ...account } = found;
  return { account, merchant: { number, name: merchantName } };
}

/**
 * Signs in with a one-time link. Throws a 401 if it was used, is too old or never existed. The link replaces only the
 * password: a second step is still required, and the link is not used up before its code is right.
 */
export async function signInByLink(
  ctx: With,
  { token, ip = null, ...visit }: { token: string; ip?: string | null } & Visit,
): Promise<Tokens> {
  const step = await takeLinksStep(ctx, { token, ip, ...visit });
  const tokens = await transact(ctx.db, async (tx) => {
    const link = await takeLink(tx, keyHash(token));
    if (link !== null) {
      await lockSignIn(tx, { ...link, step, passkey: visit.passkey });
      return await openSession(tx, { ...link, ...visit, byLink: true, ip, step });
    }
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

/** Requires the second step for a link, if its account has one. */
async function takeLinksStep(
  ctx: With,
  visit: Pick<Visit, "code" | "passkey"> & { token: string; ip: string | null },
): Promise<Step> {
  const whose = await accountOfLink(ctx.db, keyHash(visit.token));
  if (whose === null || !whose.hasSecondStep) return null;
  // An invalid link is refused as such.
  if ((await findLink(ctx.db, keyHash(visit.token))) === null) return null;
  return await takeSecondStep(ctx, whose, visit);
}

const failed = (): AppError =>
  new AppError("sign_in_failed", {
    ja: "メールアドレスまたはパスワードが正しくありません。",
    en: "The email address or the password is wrong.",
  });

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
    ip: string | null;
    step: Step;
  } & Visit,
): Promise<Tokens> {
  const { merchantId, accountId, byLink, earlier } = at;
  const session = randomWord(32);
  const device = at.device ?? randomWord(32);
  if (earlier !== null && earlier !== undefined) await signOut({ db: tx }, earlier, at.ip);
  const seen = { address: at.ip, browser: at.browser ?? null };
  const row = { merchantId, id: newId(), accountId, tokenHash: keyHash(session), byLink, ...seen };
  await insertSession(tx, row);
  await noteDevice(tx, { merchantId, accountId, tokenHash: keyHash(device) });
  const [account] = await readAccounts(tx, merchantId, accountId);
  const by = { actor: staffActor(account?.name ?? ""), address: at.ip };
  const after = {
    byLink,
    ...(at.step === "recovery" ? { recoveryCode: true } : {}),
    ...(at.step === "passkey" ? { passkey: true } : {}),
  };
  await addAudit(tx, merchantId, { event: "signedIn", by, subject: account?.name ?? null, after });
  return { session, device };
}
