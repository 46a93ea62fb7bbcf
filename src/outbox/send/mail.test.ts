import { createServer, type AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { until } from "../../../test/support/wait.ts";
import { openMailer } from "./mail.ts";

type Answers = {
  mail?: string;
  rcpt?: string;
  data?: string;
  end?: string;
  endAfterMs?: number;
  auth?: string;
  /** Repeats this line instead of an answer to MAIL FROM. */
  drips?: string;
};

/** A mail server that answers each command as told, and keeps the mails that it took; its mailer is closed with it. */
async function openServer(answers: Answers) {
  const taken: string[] = [];
  const reasons: string[] = [];
  let left = 0;
  const server = createServer((socket) => {
    let drip: NodeJS.Timeout | undefined;
    socket.on("error", () => undefined);
    socket.on("close", () => {
      left += 1;
      clearInterval(drip);
    });
    let text = "";
    let isData = false;
    const say = (line: string) => void socket.write(`${line}\r\n`);
    const answer = async (line: string) => {
      const word = line.slice(0, 4).toUpperCase();
      const { drips } = answers;
      if (word === "MAIL" && drips !== undefined) drip = setInterval(() => say(drips), 20);
      else if (word === "MAIL") say(answers.mail ?? "250 ok");
      else if (word === "RCPT") say(answers.rcpt ?? "250 ok");
      else if (word === "DATA") {
        isData = answers.data === undefined;
        say(answers.data ?? "354 go on");
      } else if (word === "QUIT") socket.end("221 bye\r\n");
      else say("250 ok");
    };
    say("220 here");
    socket.on("data", (part: Buffer) => {
      text += part.toString();
      const end = isData ? "\r\n.\r\n" : "\r\n";
      for (let at = text.indexOf(end); at >= 0; at = text.indexOf(isData ? "\r\n.\r\n" : "\r\n")) {
        const said = text.slice(0, at);
        text = text.slice(at + (isData ? 5 : 2));
        if (!isData) {
          void answer(said);
          continue;
        }
        isData = false;
        taken.push(said);
        void delay(answers.endAfterMs ?? 0).then(() => say(answers.end ?? "250 taken"));
      }
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const url = `smtp://127.0.0.1:${port}?tls=off`;
  const mailer = openMailer(
    { url, from: "結び <musubi@example.jp>", failed: (reason) => reasons.push(reason) },
    {
      thereMs: 3_000,
      answerMs: 60_000,
      wholeMs: answers.drips === undefined ? 120_000 : 1_000,
    },
  );
  onTestFinished(() => {
    mailer.close();
    server.close();
  });
  const send = (replyId: string | null = null) =>
    mailer.send({
      to: "tencho@example.jp",
      subject: "題",
      text: "本文",
      html: "<p>本文</p>",
      thread: "incident-1",
      replyId,
    });
  return { taken, reasons, send, left: () => left };
}

describe.concurrent("B10: what a mail server's answer means", () => {
  it.each<[string, Answers, string]>([
    ["an address that is none", { rcpt: "550 5.1.1 no such user" }, "refused"],
    ["without a finer code", { rcpt: "550 no such user" }, "refused"],
    ["a mailbox that is put off", { rcpt: "450 4.2.0 greylisted" }, "failed"],
    ["our sender is not taken", { mail: "550 5.1.8 no such sender" }, "failed"],
    ["our sender is not taken, said at the address", { rcpt: "553 5.7.1 not owned by user" }, "failed"],
    ["no relay for us", { rcpt: "554 5.7.1 relay access denied" }, "failed"],
    ["it wants a password", { mail: "530 5.7.0 authentication required" }, "failed"],
    ["it wants a password, said at the address", { rcpt: "530 authentication required" }, "failed"],
    ["it takes no mail now", { data: "554 no valid recipients" }, "failed"],
    ["the mail is not liked", { end: "554 5.7.1 spam" }, "failed"],
  ])("%s", async (_, answers, kind) => {
    const { send } = await openServer(answers);
    expect((await send()).kind).toBe(kind);
  });

  it("operators are told why it takes no mail from us, and nothing of addresses", async () => {
    const putOff = await openServer({ rcpt: "450 4.2.0 <tencho@example.jp> greylisted" });
    await putOff.send();
    expect(putOff.reasons).toEqual([]);
    const unknown = await openServer({ mail: "550 5.1.8 no such sender" });
    await unknown.send();
    expect(unknown.reasons).toEqual([expect.stringContaining("550 5.1.8 no such sender")]);
  });

  it("operators are told of a certificate that can't be trusted", async () => {
    const server = new SMTPServer();
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.server.address() as AddressInfo;
    const reasons: string[] = [];
    const failed = (reason: string) => reasons.push(reason);
    const mailer = openMailer({ url: `smtp://localhost:${port}`, from: "musubi@example.jp", failed });
    onTestFinished(async () => {
      mailer.close();
      await new Promise<void>((done) => server.close(done));
    });
    const mail = {
      to: "tencho@example.jp",
      subject: "題",
      text: "本文",
      html: "",
      thread: "t",
      replyId: null,
    };
    expect((await mailer.send(mail)).kind).toBe("failed");
    expect(reasons).toEqual([expect.stringContaining("certificate")]);
  });

  it("one that looks through a mail for longer than a server may take to be there has it once", async () => {
    const { taken, send } = await openServer({ endAfterMs: 3_100 });
    expect(await send()).toEqual({ kind: "ok" });
    expect(taken).toHaveLength(1);
  });

  it("one that never comes to the end of an answer is left, and the mail has failed", async () => {
    const { send, left } = await openServer({ drips: "250-and so on" });
    expect(await send()).toEqual({ kind: "failed", error: "ETIMEDOUT The mail server took longer than 1 s" });
    await until("the connection is closed", async () => left() === 1);
    expect(left()).toBe(1);
  });

  it("a mail that was taken without a word has the same ID at its next try", async () => {
    const { taken, send } = await openServer({ end: "451 try again" });
    for (const replyId of [null, null, "event-2", "event-2"])
      expect((await send(replyId)).kind).toBe("failed");
    expect(taken.map((mail) => /^Message-ID: (.*)$/im.exec(mail)?.[1])).toEqual([
      "<incident-1@example.jp>",
      "<incident-1@example.jp>",
      "<event-2@example.jp>",
      "<event-2@example.jp>",
    ]);
  });
});
