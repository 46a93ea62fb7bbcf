import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { staffActor } from "../facts/actors.ts";
import { transact, within } from "../kit/database.ts";
import { AppError, invalid, notFound } from "../kit/errors.ts";
import { passwordHash, passwordsOf, saltOf } from "../kit/password-hash.ts";
import { keyHash } from "../kit/secrets.ts";
import { refuseWeak } from "./passwords/refuse-weak.ts";
import { permissionsOf } from "./rules.ts";
import { noteAttempt } from "./attempts/note-attempt.ts";
import { dropDevices, forgetAttempts } from "./attempts/store.ts";
import { dropLinks } from "./links/store.ts";
import { checkPasskey, type Signed } from "./passkeys/check-passkey.ts";
import {
  accountsOfAddress,
  confirmSession,
  endByLink,
  endSessions,
  findSession,
  readAccounts,
  readSessions,
  touchSession,
  updateAccount,
} from "./store.ts";

type With = Pick<Context, "db">;
/** What checking a password needs. */
type Checking = Pick<Context, "db" | "log" | "metrics" | "settings">;

/** The person who is signed in, at which merchant, and what they may do. */
export type SignedIn = Awaited<ReturnType<typeof readSession>>;

/** The origin of a request: the caller's address, and the browser's own name. */
export type From = { address?: string | undefined; browser?: string | undefined };

/** The session of a cookie's token. Throws a 401 if there is none, or if it has ended. Its use keeps it alive. */
export async function readSession(ctx: With, token: string | undefined, from: From = {}) {
  const row = token === undefined ? null : await findSession(ctx.db, keyHash(token));
  if (row === null) {
    throw new AppError("unauthorized", {
      ja: "ログインしていないか、ログインの有効期限が切れました。",
      en: "You are not signed in, or no longer.",
    });
  }
  if (row.unseen) await touchSession(ctx.db, row.merchantId, row.sessionId, from);
  return {
    id: row.sessionId,
    byLink: row.byLink,
    hasPassword: row.hasPassword,
    mustSetPassword: !row.hasPassword && !row.hasPasskey,
    mustSetSecondStep: row.mustSetSecondStep,
    isConfirmed: row.isConfirmed,
    account: { id: row.accountId, name: row.name, email: row.email, role: row.role },
    merchant: { id: row.merchantId, number: row.number, name: row.merchantName, standing: row.standing },
    over: row.over,
    may: permissionsOf(row.role),
  };
}

/** Signs out: the token becomes invalid. */
export async function signOut(
  ctx: With,
  { merchant, account, id }: SignedIn,
  address: string | null = null,
): Promise<void> {
  await within(ctx.db, async (tx) => {
    // Someone else may have ended it in the meantime.
    if ((await endSessions(tx, merchant.id, { id })) === 0) return;
    const by = { actor: staffActor(account.name), address };
    await addAudit(tx, merchant.id, { event: "signedOut", by, subject: account.name });
  });
}

/** The person's sessions, the last used first; `isCurrent`: the one that asks. */
export async function listSessions(ctx: With, { merchant, account, id }: SignedIn) {
  const rows = await readSessions(ctx.db, merchant.id, account.id);
  return rows.map((row) => ({ ...row, isCurrent: row.id === id }));
}

/** Ends one other session of the person (throws a 404 if it is not theirs), or all except the one that asks. */
export async function signOutElsewhere(
  ctx: With,
  { merchant, account, id: own }: SignedIn,
  { id, address }: { id?: string; address: string },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const accountId = account.id;
    const which = id === undefined ? { accountId, but: own } : { id, accountId };
    const sessions = await endSessions(tx, merchant.id, which);
    if (sessions === 0 && id !== undefined) throw notFound({ ja: "ログイン中の端末", en: "session" });
    if (sessions === 0) return;
    const by = { actor: staffActor(account.name), address };
    const after = { sessions };
    await addAudit(tx, merchant.id, { event: "sessionsEnded", by, subject: account.name, after });
  });
}

/**
 * Confirms with the password that the account's holder is the one signed in: for some minutes they may give others
 * access. Throws a 422 for a wrong password, or if there is none yet.
 */
export async function confirmPassword(
  ctx: Checking,
  session: SignedIn,
  input: { password: string; address: string },
): Promise<void> {
  if (!session.hasPassword) {
    throw invalid("password", {
      ja: "このアカウントにはパスワードがありません。パスキーで確認するか、「アカウント」でパスワードを決めてください。",
      en: "This account has no password: use your passkey, or choose a password on the page “Account”.",
    });
  }
  await checkPassword(ctx, session, { ...input, path: "password" });
  await confirmSession(ctx.db, session.merchant.id, session.id);
}

/**
 * Sets the password of the signed-in person, and ends everything else that gives access to the account: its other
 * sessions, unused links, and known devices. The old password is required, except once in a session that a link opened;
 * without a password, a recent sign-in by passkey is enough. Throws a 422 for a password that is easy to guess.
 */
export async function changePassword(
  ctx: Checking,
  session: SignedIn,
  input: { current?: string | undefined; password: string; address?: string | null },
): Promise<void> {
  const merchantId = session.merchant.id;
  const accountId = session.account.id;
  const { name, email } = session.account;
  await refuseWeak(input.password, [name, email, session.merchant.name]);
  const address = input.address ?? null;
  if (!session.byLink && !session.hasPassword && !session.isConfirmed) throw unconfirmed();
  if (!session.byLink && session.hasPassword)
    await checkPassword(ctx, session, { password: input.current ?? "", address, path: "current" });
  const cost = ctx.settings.passwordCost;
  const others = (await accountsOfAddress(ctx.db, email)).filter(({ id }) => id !== accountId);
  const salt = saltOf(
    others.map((other) => other.passwordHash),
    cost,
  );
  const hash = await passwordHash(input.password, { cost, salt });
  await transact(ctx.db, async (tx) => {
    await updateAccount(tx, merchantId, accountId, { passwordHash: hash });
    await endSessions(tx, merchantId, { accountId, but: session.id });
    await dropLinks(tx, merchantId, accountId);
    await dropDevices(tx, merchantId, accountId);
    await endByLink(tx, merchantId, accountId);
    await confirmSession(tx, merchantId, session.id);
    const by = { actor: staffActor(name), address };
    await addAudit(tx, merchantId, { event: "passwordChanged", by, subject: name });
  });
}

/** If a person leaves a console open, another person must not be able to give access there. */
export const unconfirmed = (): AppError =>
  new AppError("confirmation_needed", {
    ja: "この操作には、本人の確認が必要です。",
    en: "This needs your password or passkey once more: it gives others access, or takes it away.",
  });

/** The same as `confirmPassword`, by a passkey of the account. */
export async function confirmByPasskey(
  ctx: With,
  session: SignedIn,
  signed: Omit<Signed, "asker">,
): Promise<void> {
  await checkPasskey(ctx, { ...signed, asker: { session }, purpose: "confirm", only: session.account.id });
  await confirmSession(ctx.db, session.merchant.id, session.id);
}

/** Throws a 422 if it is not the account's password, a 429 after too many wrong ones. */
async function checkPassword(
  ctx: Checking,
  session: SignedIn,
  { password, address, path }: { password: string; address: string | null; path: string },
): Promise<void> {
  const { id: accountId, email } = session.account;
  // Only a signed-in person can use these up.
  const attempt = { email, caller: `signed in as ${accountId}` };
  const isLast = await noteAttempt(ctx, attempt);
  const [stored] = await readAccounts(ctx.db, session.merchant.id, accountId);
  const [isRight] = await passwordsOf(password, [stored?.passwordHash ?? null], ctx.settings.passwordCost);
  if (isRight !== true) {
    await noteRefused(ctx, session, { isLast, address });
    throw invalid(path, { ja: "現在のパスワードが正しくありません。", en: "The current password is wrong." });
  }
  await forgetAttempts(ctx.db, attempt);
}

/** Records in 監査ログ that a signed-in person entered a wrong password. */
async function noteRefused(
  ctx: With,
  { merchant, account }: SignedIn,
  { isLast, address }: { isLast: boolean; address: string | null },
): Promise<void> {
  const by = { actor: staffActor(account.name), address };
  await transact(ctx.db, async (tx) => {
    await addAudit(tx, merchant.id, { event: "passwordRefused", by, subject: account.name });
    if (isLast) await addAudit(tx, merchant.id, { event: "lockedOut", by, subject: account.name });
  });
}
