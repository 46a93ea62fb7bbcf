import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { dropLinkMails, insertMail, wasMailed } from "../outbox/mails/store.ts";
import { seal } from "../sealing/seal.ts";
import { wake } from "../tasks.ts";

/** What mails to accounts need; a caller without a mail server leaves it out. */
export type Mailing = Partial<Pick<Context, "mailer" | "settings" | "sealingKeys">>;

type To = { merchantId: string; accountId: string };

/**
 * True if mails to accounts are sent: a mail server is configured, and the address for links is known (`PUBLIC_URL`).
 */
export const sendsMail = ({ mailer, settings }: Mailing): boolean =>
  mailer !== undefined && mailer !== null && settings?.publicUrl !== undefined;

/**
 * Mails a person their sign-in link, in the transaction that made it, and withdraws the mail with an earlier one. Returns false if no
 * mail is sent here and the link must be handed over.
 */
export async function mailLink(
  tx: Tx,
  ctx: Mailing,
  { merchantId, accountId, kind, path }: To & { kind: "invitation" | "link"; path: string },
): Promise<boolean> {
  await dropLinkMails(tx, merchantId, accountId);
  const { sealingKeys } = ctx;
  if (!sendsMail(ctx) || sealingKeys === undefined) return false;
  const row = { merchantId, id: newId() };
  const place = { ...row, column: "account_mails.link_sealed" } as const;
  const linkSealed = await seal(tx, { sealingKeys }, place, `${ctx.settings?.publicUrl ?? ""}${path}`);
  await insertMail(tx, { ...row, accountId, kind, linkSealed });
  await wake(tx, "sendEvents", [merchantId]);
  return true;
}

/** One mail a day, so that wrong passwords of others do not flood a person. */
const lockOutEverySeconds = 86_400;

/** Mails a person that their sign-in was closed after wrong passwords, if mail is sent here. */
export async function mailLockOut(tx: Tx, ctx: Mailing, { merchantId, accountId }: To): Promise<void> {
  const kind = "lockedOut" as const;
  if (!sendsMail(ctx)) return;
  if (await wasMailed(tx, merchantId, { accountId, kind, seconds: lockOutEverySeconds })) return;
  await insertMail(tx, { merchantId, id: newId(), accountId, kind });
  await wake(tx, "sendEvents", [merchantId]);
}
