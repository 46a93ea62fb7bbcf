import { byOperator, changed, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { violates } from "../kit/constraints.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { isId, newId } from "../kit/ids.ts";
import { writeTime } from "../kit/now.ts";
import { pageOfIds, readIdCursor } from "../kit/pages.ts";
import { dropDevices } from "./attempts/store.ts";
import { dropLinkMails, lastMails } from "../outbox/mails/store.ts";
import { makeLink } from "./links.ts";
import { mailLink, type Mailing } from "./mail-account.ts";
import { leavesNoOwner, type Role } from "./rules.ts";
import { dropLinks } from "./links/store.ts";
import {
  deleteAccount,
  endSessions,
  insertAccount,
  lockAccounts,
  readAccounts,
  updateAccount,
} from "./store.ts";
import { mailSpelling } from "../kit/text/rules.ts";

type With = Pick<Context, "db"> & Mailing;
type Account = Awaited<ReturnType<typeof readAccounts>>[number];
type At = { merchantId: string; id: string };

type LastMail = Awaited<ReturnType<typeof lastMails>>[number];

/** An account with the last mail that was sent to it. */
function shown({ passwordHash: _, ...account }: Account, mails: LastMail[]) {
  const own = mails.find(({ accountId }) => accountId === account.id);
  if (own === undefined) return { ...account, lastMail: null };
  const { kind, state, at } = own;
  return { ...account, lastMail: { kind, state, at } };
}

/** 加盟店スタッフ, oldest first. */
export async function listStaff(
  ctx: With,
  input: { merchantId: string; cursor?: string | undefined; limit: number },
) {
  const after = readIdCursor(input.cursor) ?? "";
  const rows = (await readAccounts(ctx.db, input.merchantId)).filter(({ id }) => id > after);
  const page = pageOfIds(rows, input.limit);
  const mails = await lastMails(ctx.db, input.merchantId);
  return { ...page, items: page.items.map((account) => shown(account, mails)) };
}

/** One account. Throws a 404 if it is not this merchant's. */
export async function readStaff(ctx: With, { merchantId, id }: At) {
  const [account] = isId(id) ? await readAccounts(ctx.db, merchantId, id) : [];
  if (account === undefined) throw unknown();
  return shown(account, await lastMails(ctx.db, merchantId));
}

/** A new account without a password, and the link for its first sign-in; `mailed`: the link is also sent by mail. */
export async function addStaff(
  ctx: With,
  input: { merchantId: string; name: string; email: string; role: Role; by?: By },
): Promise<{ id: string; signInLink: string; mailed: boolean }> {
  const { merchantId, name, role } = input;
  const id = newId();
  return await onceAnAddress(() =>
    transact(ctx.db, async (tx) => {
      const email = mailSpelling(input.email);
      await insertAccount(tx, { merchantId, id, name, role, email });
      const { by = byOperator } = input;
      await addAudit(tx, merchantId, {
        event: "staffAdded",
        by,
        subject: name,
        after: { name, role, email },
      });
      const signInLink = await makeLink(tx, { merchantId, accountId: id });
      const invitation = { merchantId, accountId: id, kind: "invitation", path: signInLink } as const;
      return { id, signInLink, mailed: await mailLink(tx, ctx, invitation) };
    }),
  );
}

/**
 * Changes name, address, role or 停止; a disabled person is signed out at once. A link that was sent to an earlier
 * address, which may be a stranger's, becomes invalid. The last owner must stay one (409).
 */
export async function changeStaff(
  ctx: With,
  input: At & {
    name?: string | undefined;
    email?: string | undefined;
    role?: Role | undefined;
    disabled?: boolean | undefined;
    by?: By;
  },
): Promise<void> {
  const { merchantId, id, name, email, role, disabled, by = byOperator } = input;
  await onceAnAddress(() =>
    transact(ctx.db, async (tx) => {
      const { account, others } = await lockOne(tx, { merchantId, id });
      const after = { role: role ?? account.role, disabled: disabled ?? account.disabled };
      if (leavesNoOwner(account, after, others)) throw lastOwner();
      const becomes = disabled === account.disabled ? undefined : disabled;
      const values = {
        ...(name === undefined ? {} : { name }),
        ...(email === undefined ? {} : { email: mailSpelling(email) }),
        ...(role === undefined ? {} : { role }),
        ...(becomes === undefined ? {} : { disabledAt: becomes ? writeTime : null }),
      };
      if (Object.keys(values).length > 0) await updateAccount(tx, merchantId, id, values);
      const told = (of: { name: string; email: string; role: Role; disabled: boolean }) => ({
        name: of.name,
        email: of.email,
        role: of.role,
        disabled: of.disabled,
      });
      const { disabledAt: _, ...written } = values;
      const states = changed(told(account), told({ ...account, ...written, disabled: after.disabled }));
      if (states !== null)
        await addAudit(tx, merchantId, { event: "staffChanged", by, subject: account.name, ...states });
      const isMoved = values.email !== undefined && values.email !== account.email;
      if (becomes === true || isMoved) {
        await dropLinks(tx, merchantId, id);
        await dropLinkMails(tx, merchantId, id);
      }
      if (becomes === true) {
        await endSessions(tx, merchantId, { accountId: id });
        await dropDevices(tx, merchantId, id);
      }
    }),
  );
}

/** Deletes an account and all its access; the ledgers keep its name for what it did. */
export async function removeStaff(ctx: With, { by = byOperator, ...at }: At & { by?: By }): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { account, others } = await lockOne(tx, at);
    if (leavesNoOwner(account, null, others)) throw lastOwner();
    await deleteAccount(tx, at.merchantId, at.id);
    const { name, role, email } = account;
    await addAudit(tx, at.merchantId, {
      event: "staffRemoved",
      by,
      subject: name,
      before: { name, role, email },
    });
  });
}

/** Ends all sessions of an account; its password and links stay. */
export async function signOutStaff(ctx: With, { by, ...at }: At & { by: By }): Promise<void> {
  const { merchantId, id: accountId } = at;
  const account = await readStaff(ctx, at);
  await transact(ctx.db, async (tx) => {
    const sessions = await endSessions(tx, merchantId, { accountId });
    if (sessions === 0) return;
    const after = { sessions };
    await addAudit(tx, merchantId, { event: "sessionsEnded", by, subject: account.name, after });
  });
}

/**
 * A new link for an account, for the first sign-in or after a forgotten password; `mailed`: it is also sent by mail.
 */
export async function linkForStaff(
  ctx: With,
  { by = byOperator, ...at }: At & { by?: By },
): Promise<{ signInLink: string; mailed: boolean }> {
  const { merchantId } = at;
  return await transact(ctx.db, async (tx) => {
    // Locked, so that disabling the account also removes this link.
    const { account } = await lockOne(tx, at);
    if (account.disabled)
      throw new AppError("account_disabled", {
        ja: "停止中のアカウントには、ログイン用リンクを発行できません。",
        en: "The account is disabled: enable it before you make a link for it.",
      });
    await addAudit(tx, merchantId, { event: "signInLinkMade", by, subject: account.name });
    const accountId = account.id;
    const signInLink = await makeLink(tx, { merchantId, accountId });
    const mailed = await mailLink(tx, ctx, { merchantId, accountId, kind: "link", path: signInLink });
    return { signInLink, mailed };
  });
}

async function lockOne(tx: Tx, { merchantId, id }: At) {
  const accounts = await lockAccounts(tx, merchantId);
  const account = accounts.find((each) => each.id === id);
  if (account === undefined) throw unknown();
  return { account, others: accounts.filter((each) => each.id !== id) };
}

const unknown = (): AppError => notFound({ ja: "スタッフアカウント", en: "staff account" });
const lastOwner = (): AppError =>
  new AppError("last_owner", {
    ja: "有効な加盟店-管理者が1人もいなくなるため、実行できません。",
    en: "Nobody would be left who is an owner and can sign in.",
  });

async function onceAnAddress<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!violates(error, "accounts_email")) throw error;
    const message = {
      ja: "このメールアドレスは、すでに使われています。",
      en: "This email address is in use already.",
    };
    throw new AppError("email_taken", message, [{ path: "email", message }]);
  }
}
