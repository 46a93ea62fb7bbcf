import { createTransport } from "nodemailer";
import type { Outcome } from "../deliveries/rules.ts";

/**
 * A mail to one person. `thread`: joins the mails of one incident. `replyId`: the mail's own place in it; null if it begins the
 * thread. Both are the same at each try, so that a mail that was taken without an answer can be recognized.
 */
type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  thread: string;
  replyId: string | null;
};

export type Mailer = { send(mail: Mail): Promise<Outcome>; close(): void };

/**
 * How long the mail server may take to be reached, for each answer, and for a whole mail: one that always says a little more must not
 * hold up everything else for ever. A server may check a mail for a while before it answers; if we did not wait, a mail that it has
 * taken would be sent again.
 */
const patience = { thereMs: 10_000, answerMs: 45_000, wholeMs: 180_000 };

/** Answers that are about us and not about the address: we may not send, or not from that sender (RFC 3463). */
const aboutUs = /^530|\b5\.(7\.\d{1,3}|1\.[78])\b/;

/**
 * Sends mail through the operator's server (`SMTP_URL`), from `MAIL_FROM`. A refused address (5xx) differs from a server that is away
 * or takes no mail from us: that says nothing about the address. `failed` is told why the server took a mail from us to no one.
 */
export function openMailer(
  { url, from, failed = () => {} }: { url: string; from: string; failed?: (reason: string) => void },
  { thereMs, answerMs, wholeMs } = patience,
): Mailer {
  const times = { connectionTimeout: thereMs, greetingTimeout: thereMs, socketTimeout: answerMs };
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const isSecure = protocol === "smtps:";
  const auth =
    username === ""
      ? {}
      : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } };
  const transport = createTransport({
    host: hostname,
    port: port === "" ? (isSecure ? 465 : 587) : Number(port),
    secure: isSecure,
    ignoreTLS: searchParams.get("tls") === "off",
    ...auth,
    ...times,
  });
  const domain = from.slice(from.lastIndexOf("@") + 1).replace(/>$/, "");
  return {
    send: async ({ to, subject, text, html, thread, replyId }) => {
      const first = `<${thread}@${domain}>`;
      const place =
        replyId === null
          ? { messageId: first }
          : { messageId: `<${replyId}@${domain}>`, inReplyTo: first, references: first };
      const signal = AbortSignal.timeout(wholeMs);
      try {
        const headers = { "auto-submitted": "auto-generated" };
        await transport.sendMail({ from, to, subject, text, html, headers, signal, ...place });
        return { kind: "ok" };
      } catch (error) {
        if (signal.aborted) {
          const reason = `ETIMEDOUT The mail server took longer than ${wholeMs / 1_000} s`;
          failed(reason);
          return { kind: "failed", error: reason };
        }
        const {
          responseCode: status,
          code,
          command,
          response,
          message,
        } = error as Error & {
          responseCode?: number;
          code?: string;
          command?: string;
          response?: string;
        };
        const said = { error: `${code ?? ""} ${message}`.trim().slice(0, 300) };
        const isRefused =
          status !== undefined && status >= 500 && command === "RCPT TO" && !aboutUs.test(response ?? "");
        // Not what was said of an address, which it may repeat.
        if (command !== "RCPT TO") failed(said.error);
        const known = status === undefined ? said : { ...said, status };
        return { kind: isRefused ? "refused" : "failed", ...known };
      }
    },
    close: () => transport.close(),
  };
}
