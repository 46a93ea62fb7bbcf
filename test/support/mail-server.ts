import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail server that keeps the mails it gets, and answers an address with the code that a test sets. */
export async function openMailServer() {
  const mails: string[] = [];
  const refused = new Map<string, number>();
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = refused.get(address);
      if (responseCode === undefined) return done();
      done(Object.assign(new Error("no such mailbox"), { responseCode }));
    },
    onData: (stream, _session, done) => {
      let text = "";
      stream.setEncoding("utf8");
      stream.on("data", (part: string) => (text += part));
      stream.on("end", () => {
        mails.push(text);
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}?tls=off`,
    /** In the order of arrival, the oldest first. */
    mails,
    refused,
    /** A mail with its quoted-printable letters decoded. */
    text: quoted,
    /** One of its headers, decoded; empty if the mail does not have it. */
    header: (mail: string, name: string): string =>
      decoded(new RegExp(`^${name}: ((?:.*\\r\\n)(?:[ \\t].*\\r\\n)*)`, "m").exec(mail)?.[1] ?? ""),
    close: () => new Promise<void>((done) => server.close(done)),
  };
}

const quoted = (text: string): string =>
  Buffer.from(
    text
      .replaceAll(/=\r?\n/g, "")
      .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");

const decoded = (text: string): string =>
  text
    .replaceAll(/=\?UTF-8\?([QB])\?([^?]*)\?=\s*/gi, (_, how: string, word: string) =>
      how.toUpperCase() === "B"
        ? Buffer.from(word, "base64").toString("utf8")
        : quoted(word.replaceAll("_", " ")),
    )
    .trim();
