import type { Context } from "../../context.ts";
import { accountMail } from "../../facts/account-mails.ts";
import { unseal } from "../../kit/sealed.ts";
import { mailBody } from "../forms/rules.ts";
import { nextMail, noteMailTry } from "./store.ts";

/**
 * Sends the due mails about people's accounts. A failed one is tried again after the outbox's waits; if the mail server refuses the
 * address, it is given up at once. If the process dies between a mail and its note, the mail is sent again.
 */
export async function sendMails(ctx: Context, merchantId: string, mayGoOn: () => boolean): Promise<void> {
  const tried: string[] = [];
  while (mayGoOn()) {
    const now = ctx.clock();
    const due = await nextMail(ctx.db, merchantId, { at: now, but: tried });
    if (due === undefined) return;
    tried.push(due.id);
    const outcome = await send(due);
    const wait = ctx.settings.outboxRetrySeconds[due.attempts];
    const isAgain = outcome.kind !== "ok" && outcome.kind !== "refused" && wait !== undefined;
    await noteMailTry(ctx.db, merchantId, due.id, {
      state: outcome.kind === "ok" ? "sent" : isAgain ? "waiting" : "failed",
      nextAt: new Date(ctx.clock().getTime() + (wait ?? 0) * 1_000),
      error: outcome.kind === "ok" ? null : outcome.error,
    });
  }

  async function send(mail: NonNullable<Awaited<ReturnType<typeof nextMail>>>) {
    if (ctx.mailer === null) return { kind: "refused" as const, error: "SMTP_URL is not set" };
    const { kind, name, merchantName, createdAt, linkSealed, email: to } = mail;
    const place = { column: "account_mails.link_sealed", merchantId, id: mail.id } as const;
    const link = linkSealed === null ? null : unseal(ctx.sealingKeys, place, linkSealed);
    const about = { kind, name, merchantName, at: createdAt };
    const notices = { ja: accountMail(about, "ja"), en: accountMail(about, "en") };
    return await ctx.mailer.send({
      ...mailBody(notices, link),
      to,
      thread: `account-${mail.id}`,
      replyId: null,
    });
  }
}
