import type { Context } from "../../context.ts";
import { invalid } from "../../kit/errors.ts";
import type { ReceiverKind } from "../../kit/tables.ts";
import { isPublicAddress, literalAddress } from "../send/addresses.ts";
import { isOwnHost } from "./rules.ts";

/** The most receivers of a merchant, for each purpose. */
const mostReceivers = 20;

/** Throws 422 above the most. */
export function checkCount(count: number, path: string): void {
  if (count > mostReceivers)
    throw invalid(path, {
      ja: `送信先は${mostReceivers}件までです。`,
      en: `There are at most ${mostReceivers} receivers.`,
    });
}

/**
 * Throws 422 for an address that events may not go to: no https, a private address, or the address of another service than the
 * chat's.
 */
export function checkUrl(ctx: Context, kind: ReceiverKind, typed: string, path: string): void {
  const isFree = ctx.settings.outboxAllowPrivate;
  const url = URL.canParse(typed) ? new URL(typed) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol) || (url.protocol === "http:" && !isFree))
    throw invalid(path, {
      ja: "https:// で始まるURLを入力してください。",
      en: "Give a URL that begins with https://.",
    });
  if (url.username !== "" || url.password !== "")
    throw invalid(path, {
      ja: "URLにユーザー名やパスワードを入れないでください。",
      en: "Leave user names and passwords out of the URL.",
    });
  const literal = literalAddress(url);
  const isInner =
    (literal !== null && !isPublicAddress(literal)) ||
    /(^|\.)(localhost|local|internal|home\.arpa)\.?$/.test(url.hostname);
  if (!isFree && isInner)
    throw invalid(path, {
      ja: "社内ネットワークなど、インターネットから届かないアドレスには送信できません。",
      en: "Nothing is sent to addresses that are not of the public network.",
    });
  if (!isFree && !isOwnHost(kind, url.hostname))
    throw invalid(path, {
      ja: "このチャットのWebhook URLではないようです。チャットの設定画面からコピーしてください。",
      en: "This is not a webhook URL of this chat. Copy it from the chat's own settings.",
    });
}
