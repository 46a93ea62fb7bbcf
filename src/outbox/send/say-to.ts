import { Webhook } from "standardwebhooks";
import type { Context } from "../../context.ts";
import type { Notice } from "../../facts/incidents.ts";
import type { Outcome } from "../deliveries/rules.ts";
import { chatPost, mailBody } from "../forms/rules.ts";
import { openReceiver } from "../receivers/open-receiver.ts";
import type { ReceiverRow } from "../receivers/store.ts";

type To = Pick<ReceiverRow, "merchantId" | "id" | "kind" | "targetSealed" | "secretSealed">;

/**
 * A message to people. `thread`: joins the messages of one incident; `replyId`: a mail's own place in it, null if it begins the
 * thread.
 */
type Said = {
  notices: { ja: Notice; en: Notice };
  link: string | null;
  thread: string;
  replyId: string | null;
};

/** Sends people a message in the form of their channel: chats in Japanese, mails in both languages. */
export async function sayTo(ctx: Context, receiver: To, said: Said): Promise<Outcome> {
  const { kind } = receiver;
  const { to, secret } = openReceiver(ctx, receiver);
  const { notices, link, thread, replyId } = said;
  if (kind !== "mail")
    return await ctx.poster.post(kind, chatPost({ kind, to, secret }, { notice: notices.ja, link, thread }));
  if (ctx.mailer === null) return { kind: "refused", error: "SMTP_URL is not set" };
  return await ctx.mailer.send({ ...mailBody(notices, link), to, thread, replyId });
}

/** Posts an event in the form of Standard Webhooks; its ID is the same at each try. */
export async function postEvent(
  ctx: Context,
  receiver: To,
  event: { id: string; type: string; at: Date; data: object },
): Promise<Outcome> {
  const { to: url, secret } = openReceiver(ctx, receiver);
  const { id, type, at, data } = event;
  const now = ctx.clock();
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data });
  const headers = {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(now.getTime() / 1_000)),
  };
  const signature = secret === null ? {} : { "webhook-signature": new Webhook(secret).sign(id, now, body) };
  return await ctx.poster.post("webhook", { url, body, headers: { ...headers, ...signature } });
}
