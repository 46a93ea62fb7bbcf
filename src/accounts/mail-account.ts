import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { dropLinkMails, insertMail, wasMailed } from "../outbox/mails/store.ts";
import { seal } from "../sealing/seal.ts";
import { wake } from "../tasks.ts";

/** What mails to accounts need; a caller without a mail server leaves it out. */
export type Mailing = Partial<Pick<Context, "mailer" | "settings" | "sealingKeys">>;

type To = { merchantId: string; accountId: string };

/** Whether accounts are written to: by a mail server that is set up, with links to an address that is known (`PUBLIC_URL`). */
export const sendsMail = ({ mailer, settings }: Mailing): boolean =>
  mailer !== undefined && mailer !== null && settings?.publicUrl !== undefined;

/**
 * Writes somebody their sign-in link, in the transaction that made it; the mail with an earlier one is taken back. False where no
 * mail is sent here, so that the link is to be handed over.
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

/** Nobody is flooded by somebody else's wrong passwords: one mail a day. */
const lockOutEverySeconds = 86_400;

/** Writes somebody that their sign-in was closed after wrong passwords, where mail is sent here. */
export async function mailLockOut(tx: Tx, ctx: Mailing, { merchantId, accountId }: To): Promise<void> {
  const kind = "lockedOut" as const;
  if (!sendsMail(ctx)) return;
  if (await wasMailed(tx, merchantId, { accountId, kind, seconds: lockOutEverySeconds })) return;
  await insertMail(tx, { merchantId, id: newId(), accountId, kind });
  await wake(tx, "sendEvents", [merchantId]);
}
