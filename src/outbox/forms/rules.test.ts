import { describe, expect, it } from "vitest";
import { chatPost, mailBody } from "./rules.ts";

const notice = {
  subject: "[結び] つながりません <!>",
  lines: [["影響", "受注12件 & 商品3点"] as [string, string]],
};
const link = "https://shop.example/console/incidents/1";
const post = (kind: Parameters<typeof chatPost>[0]["kind"], to: string, secret: string | null = null) =>
  chatPost({ kind, to, secret }, { notice, link, thread: "incident-1" });

describe("B10: each chat gets a notice in its own form", () => {
  it("Slack: its own marks are told as letters", () => {
    const { url, body, headers } = post("slack", "https://hooks.slack.com/services/x");
    expect(url).toBe("https://hooks.slack.com/services/x");
    expect(headers["content-type"]).toBe("application/json");
    expect(JSON.parse(body)).toEqual({
      text: "[結び] つながりません &lt;!&gt;",
      blocks: [
        {
          type: "section",
          text: {
            type: "mrkdwn",
            text: `*[結び] つながりません &lt;!&gt;*\n影響: 受注12件 &amp; 商品3点\n${link}`,
          },
        },
      ],
    });
  });

  it("Chatwork: a form, with its token, and brackets that are no commands", () => {
    const { url, body, headers } = post("chatwork", "123", "token");
    expect(url).toBe("https://api.chatwork.com/v2/rooms/123/messages");
    expect(headers).toEqual({
      "content-type": "application/x-www-form-urlencoded",
      "x-chatworktoken": "token",
    });
    const form = new URLSearchParams(body);
    expect(form.get("self_unread")).toBe("1");
    expect(form.get("body")).toBe(
      `[info][title]［結び］ つながりません <!>[/title]影響: 受注12件 & 商品3点\n${link}[/info]`,
    );
  });

  it("Discord: nobody is mentioned, and it is never longer than 2,000 letters", () => {
    const { body } = chatPost(
      { kind: "discord", to: "https://discord.com/api/webhooks/x", secret: null },
      {
        notice: { ...notice, lines: [["影響", "@everyone ".repeat(300)]] },
        link: null,
        thread: "incident-1",
      },
    );
    const { content, allowed_mentions: mentions } = JSON.parse(body);
    expect(mentions).toEqual({ parse: [] });
    expect(content).toHaveLength(2000);
    expect(content).toMatch(/^\*\*\[結び\].*…$/s);
  });

  it.each(["@everyone ".repeat(500), "&".repeat(5_000), "🍵".repeat(5_000)])(
    "Slack and Discord take a long text, and no letter of it is cut in two: %#",
    (text) => {
      const long = { notice: { ...notice, lines: [["影響", text] as [string, string]] }, link, thread: "1" };
      const slack = chatPost({ kind: "slack", to: "https://hooks.slack.com/services/x", secret: null }, long);
      const discord = chatPost({ kind: "discord", to: "https://discord.com/x", secret: null }, long);
      const said: string = JSON.parse(slack.body).blocks[0].text.text;
      expect(said.length).toBeLessThanOrEqual(3_000);
      expect(said).toMatch(/…$/);
      for (const each of [said, JSON.parse(discord.body).content]) expect(each.isWellFormed()).toBe(true);
    },
  );

  it("Google Chat: messages of one incident are one thread", () => {
    const { url, body } = post(
      "googleChat",
      "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t",
    );
    expect(url).toBe(
      "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t&messageReplyOption=REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD",
    );
    expect(JSON.parse(body)).toEqual({
      text: `*[結び] つながりません <!>*\n影響: 受注12件 & 商品3点\n${link}`,
      thread: { threadKey: "incident-1" },
    });
  });

  it("LINE WORKS: a title and a text", () => {
    expect(JSON.parse(post("lineWorks", "https://webhook.worksmobile.com/message/x").body)).toEqual({
      title: "[結び] つながりません <!>",
      body: { text: `影響: 受注12件 & 商品3点\n${link}` },
    });
  });

  it("what has a form of its own is none of these", () => {
    expect(() => post("mail", "shop@example.jp")).toThrow("mail has a form of its own");
    expect(() => post("webhook", "https://example.jp")).toThrow("webhook has a form of its own");
  });
});

it("B10: a mail is Japanese first, then English, as a text and as a page in which nothing is a mark", () => {
  const en = { subject: "[Musubi] Down", lines: [["To do", '"a" <b>'] as [string, string]] };
  const { subject, text, html } = mailBody({ ja: notice, en }, link);
  expect(subject).toBe(notice.subject);
  expect(text).toBe(
    `[結び] つながりません <!>\n\n影響: 受注12件 & 商品3点\n${link}\n\n----\n\n[Musubi] Down\n\nTo do: "a" <b>\n${link}\n`,
  );
  expect(html).toContain("受注12件 &amp; 商品3点");
  expect(html).toContain("&quot;a&quot; &lt;b&gt;");
  expect(html).toContain(`<a href="${link}">`);
  expect(html.indexOf("結び")).toBeLessThan(html.indexOf("Musubi"));
  expect(mailBody({ ja: notice, en }, null).html).not.toContain("<a ");
});
