import { createTransport } from "nodemailer";
import type { Outcome } from "../deliveries/rules.ts";

/** A mail to one person. `thread`: mails of one incident hang together; `isFirst`: it begins them. */
type Mail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  thread: string;
  isFirst: boolean;
};

export type Mailer = { send(mail: Mail): Promise<Outcome>; close(): void };

/** How long the mail server may take, in ms. */
const mostMs = 10_000;

/** Sends mail over the operator's server (`SMTP_URL`), from `MAIL_FROM`. A refused address (5xx) is told apart from a server that is away. */
export function openMailer({ url, from }: { url: string; from: string }): Mailer {
  const times = { connectionTimeout: mostMs, greetingTimeout: mostMs, socketTimeout: mostMs };
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
    send: async ({ to, subject, text, html, thread, isFirst }) => {
      const first = `<${thread}@${domain}>`;
      const place = isFirst ? { messageId: first } : { inReplyTo: first, references: first };
      try {
        const headers = { "auto-submitted": "auto-generated" };
        await transport.sendMail({ from, to, subject, text, html, headers, ...place });
        return { kind: "ok" };
      } catch (error) {
        const {
          responseCode: status,
          code,
          message,
        } = error as Error & {
          responseCode?: number;
          code?: string;
        };
        const said = { error: `${code ?? ""} ${message}`.trim().slice(0, 300) };
        const isRefused = status !== undefined && status >= 500 && code === "EENVELOPE";
        const known = status === undefined ? said : { ...said, status };
        return { kind: isRefused ? "refused" : "failed", ...known };
      }
    },
    close: () => transport.close(),
  };
}
