import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { staffActor } from "../facts/actors.ts";
import { transact } from "../kit/database.ts";
import { AppError, invalid } from "../kit/errors.ts";
import { isPassword, keyHash, passwordHash } from "../kit/secrets.ts";
import { permissionsOf, shortestPassword } from "./rules.ts";
import { noteAttempt } from "./attempts/note-attempt.ts";
import { dropDevices, forgetAttempts } from "./attempts/store.ts";
import {
  dropLinks,
  endByLink,
  endSessions,
  findSession,
  readAccounts,
  touchSession,
  updateAccount,
} from "./store.ts";

type With = Pick<Context, "db">;

/** Who is signed in, where, and what they may do. */
export type SignedIn = Awaited<ReturnType<typeof readSession>>;

/** The session of a cookie's token; 401 where there is none, or none any more. Its use keeps it alive. */
export async function readSession(ctx: With, token: string | undefined) {
  const row = token === undefined ? null : await findSession(ctx.db, keyHash(token));
  if (row === null) {
    throw new AppError("unauthorized", {
      ja: "ログインしていないか、ログインの有効期限が切れました。",
      en: "You are not signed in, or no longer.",
    });
  }
  if (row.unseen) await touchSession(ctx.db, row.merchantId, row.sessionId);
  return {
    id: row.sessionId,
    byLink: row.byLink,
    mustSetPassword: row.mustSetPassword,
    account: { id: row.accountId, name: row.name, email: row.email, role: row.role },
    merchant: { id: row.merchantId, number: row.number, name: row.merchantName, standing: row.standing },
    over: row.over,
    may: permissionsOf(row.role),
  };
}

/** Signs out: the token opens nothing any more. */
export async function signOut(
  ctx: With,
  { merchant, account, id }: SignedIn,
  address: string | null = null,
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    await endSessions(tx, merchant.id, { id });
    const by = { actor: staffActor(account.name), address };
    await addAudit(tx, merchant.id, { event: "signedOut", by, subject: account.name });
  });
}

/**
 * Sets the password of the one who is signed in, and ends everything else that opens the account: its other sessions, links
 * that nobody used, and known devices. The old one has to be given, but once in a session that a link opened.
 */
export async function changePassword(
  ctx: Pick<Context, "db" | "log" | "metrics">,
  session: SignedIn,
  input: { current?: string | undefined; password: string; address?: string | null },
): Promise<void> {
  const merchantId = session.merchant.id;
  const { id: accountId, email } = session.account;
  if ([...input.password].length < shortestPassword) {
    throw invalid("password", {
      ja: `パスワードは${shortestPassword}文字以上にしてください。`,
      en: `A password has at least ${shortestPassword} letters.`,
    });
  }
  if (!session.byLink) {
    // Only somebody who is signed in can use these up.
    const attempt = { email, caller: `signed in as ${accountId}` };
    const isLast = await noteAttempt(ctx, attempt);
    const [stored] = await readAccounts(ctx.db, merchantId, accountId);
    if (!(await isPassword(input.current ?? "", stored?.passwordHash ?? null))) {
      await noteRefused(ctx, session, { isLast, address: input.address ?? null });
      throw invalid("current", {
        ja: "現在のパスワードが正しくありません。",
        en: "The current password is wrong.",
      });
    }
    await forgetAttempts(ctx.db, attempt);
  }
  const hash = await passwordHash(input.password);
  await transact(ctx.db, async (tx) => {
    await updateAccount(tx, merchantId, accountId, { passwordHash: hash });
    await endSessions(tx, merchantId, { accountId, but: session.id });
    await dropLinks(tx, merchantId, accountId);
    await dropDevices(tx, merchantId, accountId);
    await endByLink(tx, merchantId, accountId);
    const { name } = session.account;
    const by = { actor: staffActor(name), address: input.address ?? null };
    await addAudit(tx, merchantId, { event: "passwordChanged", by, subject: name });
  });
}

/** Somebody who is signed in gave another password than that of the account: into 監査ログ. */
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
