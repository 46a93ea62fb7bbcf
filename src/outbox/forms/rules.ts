import type { Notice } from "../../facts/incidents.ts";
import type { ReceiverKind } from "../../kit/tables.ts";

/** A notice as it goes to a chat: the address, its headers and its body. */
type Posted = { url: string; headers: Record<string, string>; body: string };

type Target = { kind: ReceiverKind; to: string; secret: string | null };

const asJson = { "content-type": "application/json" };

const textOf = ({ lines }: Notice, link: string | null): string =>
  [...lines.map(([label, text]) => `${label}: ${text}`), ...(link === null ? [] : [link])].join("\n");

/** Cuts a text to at most `most` UTF-16 units, never inside a character. */
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;

/** The most letters of a message that a chat takes. */
const most = { discord: 2_000, slack: 3_000, lineWorks: 2_000, googleChat: 4_000, chatwork: 10_000 };

/** Slack gives these three characters a meaning of its own. */
const forSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** Keeps Chatwork from taking its own marks in a text as commands. */
const forChatwork = (text: string): string => text.replaceAll("[", "［").replaceAll("]", "］");

/** A notice in the form of a chat. `thread`: messages of one incident belong together if the chat knows threads. */
export function chatPost(
  { kind, to, secret }: Target,
  { notice, link, thread }: { notice: Notice; link: string | null; thread: string },
): Posted {
  const { subject } = notice;
  const text = textOf(notice, link);
  switch (kind) {
    case "slack": {
      const head = `*${forSlack(subject)}*\n`;
      const room = most.slack - head.length;
      const whole = forSlack(cut(text, room));
      // One of these characters becomes up to five.
      const body = whole.length <= room ? whole : forSlack(cut(text, Math.floor(room / 5)));
      const section = { type: "section", text: { type: "mrkdwn", text: `${head}${body}` } };
      return {
        url: to,
        headers: asJson,
        body: JSON.stringify({ text: forSlack(subject), blocks: [section] }),
      };
    }
    case "chatwork": {
      const said = `[info][title]${forChatwork(subject)}[/title]${forChatwork(cut(text, most.chatwork))}[/info]`;
      return {
        url: `https://api.chatwork.com/v2/rooms/${encodeURIComponent(to)}/messages`,
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-chatworktoken": secret ?? "",
        },
        body: new URLSearchParams({ body: said, self_unread: "1" }).toString(),
      };
    }
    case "discord":
      return {
        url: to,
        headers: asJson,
        body: JSON.stringify({
          content: cut(`**${subject}**\n${text}`, most.discord),
          allowed_mentions: { parse: [] },
        }),
      };
    case "googleChat": {
      const url = new URL(to);
      url.searchParams.set("messageReplyOption", "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
      return {
        url: url.href,
        headers: { "content-type": "application/json; charset=UTF-8" },
        body: JSON.stringify({
          text: cut(`*${subject}*\n${text}`, most.googleChat),
          thread: { threadKey: thread },
        }),
      };
    }
    case "lineWorks":
      return {
        url: to,
        headers: asJson,
        body: JSON.stringify({ title: subject, body: { text: cut(text, most.lineWorks) } }),
      };
    case "mail":
    case "webhook":
      throw new Error(`${kind} has a form of its own`);
  }
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** A notice as a mail, Japanese first, then English: as plain text, and as HTML. */
export function mailBody(notices: { ja: Notice; en: Notice }, link: string | null) {
  const both = [notices.ja, notices.en];
  const text = both.map((notice) => `${notice.subject}\n\n${textOf(notice, link)}`).join("\n\n----\n\n");
  const html = both
    .map(({ subject, lines }) => {
      const rows = lines.map(
        ([label, said]) =>
          `<tr><th align="left" valign="top" style="padding:4px 12px 4px 0">${escaped(label)}</th><td style="padding:4px 0">${escaped(said)}</td></tr>`,
      );
      const open = link === null ? "" : `<p><a href="${escaped(link)}">${escaped(link)}</a></p>`;
      return `<h2 style="font-size:18px">${escaped(subject)}</h2><table>${rows.join("")}</table>${open}`;
    })
    .join("<hr>");
  const page = `<!doctype html><html lang="ja"><meta charset="utf-8"><body style="font-family:sans-serif">${html}</body></html>`;
  return { subject: notices.ja.subject, text: `${text}\n`, html: page };
}
