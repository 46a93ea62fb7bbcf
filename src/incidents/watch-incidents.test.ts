import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { openMailServer } from "../../test/support/mail-server.ts";
import { openReceiver } from "../../test/support/receiver.ts";
import { until } from "../../test/support/wait.ts";
import { addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { saveChannels } from "../outbox/receivers/channels.ts";
import { openMailer } from "../outbox/send/mail.ts";
import { openPoster } from "../outbox/send/post.ts";
import { sendEvents } from "../outbox/send/send-events.ts";
import { probeSmaregi } from "../maintenance/probe-smaregi.ts";
import { listIncidents, readIncident } from "./read-incidents.ts";
import { retryIncident } from "./retry-incident.ts";
import { merchantsInTrouble } from "./store.ts";
import { watchIncidents } from "./watch-incidents.ts";

let house: LinkedShop;
let mail: Awaited<ReturnType<typeof openMailServer>>;
let chat: Awaited<ReturnType<typeof openReceiver>>;
let ctx: Context;
let aheadMs = 0;
beforeAll(async () => {
  house = await openLinkedShop();
  mail = await openMailServer();
  chat = await openReceiver();
  ctx = {
    ...house.ctx,
    poster: openPoster({ allowPrivate: true }),
    mailer: openMailer({ url: mail.url, from: "結び <musubi@example.jp>" }),
    settings: {
      ...house.ctx.settings,
      outboxAllowPrivate: true,
      outboxRetrySeconds: [5, 300],
      publicUrl: "https://musubi.example",
    },
    clock: () => new Date(Date.now() + aheadMs),
  };
});
afterAll(async () => {
  ctx.mailer?.close();
  await ctx.poster.close();
  await chat.close();
  await mail.close();
  await house.close();
});

const header = (text: string, name: string): string => mail.header(text, name);

async function openToldShop() {
  aheadMs = 0;
  const shop = await house.openShop();
  const { merchantId } = shop;
  mail.mails.length = 0;
  chat.received.length = 0;
  await saveChannels(ctx, {
    merchantId,
    channels: [
      { kind: "mail", to: "tencho@example.jp", events: ["incident.opened", "incident.closed"] },
      { kind: "slack", to: chat.url, events: ["incident.opened", "incident.closed"] },
    ],
  });
  const look = async (seconds = 0) => {
    aheadMs += seconds * 1_000;
    await watchIncidents(ctx, { merchantId });
    await sendEvents(ctx, { merchantId });
  };
  const incidents = async () => (await listIncidents(ctx, { merchantId, limit: 50 })).items;
  return { ...shop, look, incidents };
}

it("P9, F3: 12 orders that fail in a night's maintenance are one mail, one message, one press, one all-clear", async () => {
  const shop = await openToldShop();
  const { merchantId } = shop;
  await shop.setStock(["8000001"], 100);
  await shop.notify();
  await shop.sync();
  await shop.switches({ maintenance: "html503" });
  for (let nth = 0; nth < 12; nth += 1) await shop.order(1);
  await shop.send();
  await shop.look();
  // It may be over in a minute: no one is woken for that.
  expect(await shop.incidents()).toEqual([]);
  await shop.look(301);
  await shop.look(60);
  const [open] = await shop.incidents();
  expect(open).toMatchObject({ cause: "smaregi_down", state: "open", affected: { orders: 12 } });
  expect(open?.notices.map(({ channel, state }) => [channel, state])).toEqual([
    ["mail", "sent"],
    ["slack", "sent"],
  ]);
  expect(mail.mails.map((each) => header(each, "Subject"))).toEqual([
    "[結び] スマレジにつながりません (受注12件)",
  ]);
  const text = mail.text(mail.mails[0] ?? "");
  for (const part of [
    "いつから: ",
    "自動で行うこと: ",
    "「まとめて送り直す」を1回押してください",
    "Smaregi can't be reached",
  ])
    expect(text).toContain(part);
  expect(text).toContain(`https://musubi.example/console/incidents/${open?.id}`);
  expect(header(mail.mails[0] ?? "", "Auto-Submitted")).toBe("auto-generated");
  expect(chat.received).toHaveLength(1);

  await shop.switches({ maintenance: "off" });
  // The full wait is over; a call without an answer can no longer take effect.
  await shop.select(
    "update transactions set sent_at = sent_at - interval '1 minute', retry_at = now() where merchant_id = $1",
  );
  await shop.select("update orders set due_at = now() where merchant_id = $1");
  await shop.select("update smaregi_pauses set probe_at = now() where contract_id = 'sb_' || $1::text");
  await probeSmaregi(ctx, { merchantId });
  await shop.look();
  const whole = await readIncident(ctx, { merchantId, id: open?.id ?? "" });
  expect(whole).toMatchObject({ state: "open", open: { orders: 12, products: 0 } });
  const press = { merchantId, actor: "店長", id: whole.id };
  expect(await retryIncident(ctx, press)).toEqual({ orders: 12, products: 0 });
  await retryIncident(ctx, press);
  // Smaregi is asked twice for each, a second apart, before it is sent again.
  await until("all 12 stand", async () => {
    await shop.send();
    return (await shop.transactions()).length >= 12;
  });
  expect(await shop.transactions()).toHaveLength(12);
  await shop.look();
  expect(chat.received).toHaveLength(1);
  await shop.look(601);
  await shop.look(60);
  expect((await shop.incidents()).map(({ state }) => state)).toEqual(["closed"]);
  expect(mail.mails.map((each) => header(each, "Subject"))).toEqual([
    "[結び] スマレジにつながりません (受注12件)",
    expect.stringMatching(/^\[結び\] 復旧しました: スマレジにつながりません \(\d+分\)$/),
  ]);
  // The all-clear is a reply in the thread of the opening.
  expect(header(mail.mails[1] ?? "", "In-Reply-To")).toBe(header(mail.mails[0] ?? "", "Message-ID"));
  expect(chat.received).toHaveLength(2);
});

it("P9: 10,000 failures of one cause are one notice and one all-clear, and are counted in one query", async () => {
  const shop = await openToldShop();
  await shop.select(
    `insert into integration_log (merchant_id, call, smaregi_product_id, status, fact, state, at)
     select $1, 'stockList', n::text, 403, '{"kind":"smaregiSaid","data":{"said":"insufficient scope"}}', 'open', now()
     from generate_series(1, 10000) n`,
  );
  await shop.look(31);
  const [open] = await shop.incidents();
  const { merchantId } = shop;
  expect((await readIncident(ctx, { merchantId, id: open?.id ?? "" })).open).toEqual({
    orders: 0,
    products: 10_000,
  });
  await shop.select("update integration_log set state = 'handled' where merchant_id = $1");
  await shop.look(1);
  await shop.look(601);
  expect((await shop.incidents()).map(({ cause, state }) => [cause, state])).toEqual([
    ["scope_missing", "closed"],
  ]);
  expect(mail.mails).toHaveLength(2);
  expect(chat.received).toHaveLength(2);
});

it("P9: what lasts is told of again after 4 and 24 hours, not at night, in the thread of its opening", async () => {
  const shop = await openToldShop();
  await shop.select(
    `insert into integration_log (merchant_id, call, smaregi_product_id, status, fact, state, at)
     values ($1, 'stockList', '1', 403, '{"kind":"smaregiSaid","data":{"said":"no"}}', 'open', now())`,
  );
  const day = 24 * 3_600;
  for (const seconds of [31, day, 60, day, 60, day]) await shop.look(seconds);
  const again = "[結び] まだ続いています: スマレジのアプリに権限が足りません";
  expect(mail.mails.map((each) => header(each, "Subject"))).toEqual([
    "[結び] スマレジのアプリに権限が足りません",
    again,
    again,
  ]);
  expect(header(mail.mails[2] ?? "", "In-Reply-To")).toBe(header(mail.mails[0] ?? "", "Message-ID"));
  expect(chat.received).toHaveLength(3);
});

it("B10: a 差異チェック that has not ended for two nights is told of, once an hour was given to make up for it", async () => {
  const shop = await openToldShop();
  const ended = (hours: number) =>
    shop.select(
      `insert into reconciliations (merchant_id, id, state, asked_by, created_at, ended_at)
       values ($1, gen_random_uuid(), 'done', 'test', now(), now() - $2 * interval '1 hour')`,
      hours,
    );
  await ended(51);
  expect(await merchantsInTrouble(ctx.db)).toContain(shop.merchantId);
  await shop.look();
  expect(await shop.incidents()).toEqual([]);
  await shop.look(3_601);
  expect((await shop.incidents()).map(({ cause, state }) => [cause, state])).toEqual([
    ["check_missed", "open"],
  ]);
  await ended(0);
  await shop.look(1);
  await shop.look(601);
  expect((await shop.incidents()).map(({ state }) => state)).toEqual(["closed"]);
});

it("B10: an address that is refused three times is off, and other channels tell of it; pressed, it is tried again", async () => {
  const shop = await openToldShop();
  const { merchantId } = shop;
  mail.refused.set("tencho@example.jp", 550);
  await shop.select("update receivers set created_at = now() - interval '40 days' where merchant_id = $1");
  const begun = Date.now() + aheadMs;
  await shop.select(
    `insert into integration_log (merchant_id, call, smaregi_product_id, status, fact, state, at)
     values ($1, 'stockList', '1', 401, '{"kind":"smaregiSaid","data":{"said":"no"}}', 'open', now())`,
  );
  for (const seconds of [31, 6, 301, 1]) await shop.look(seconds);
  const told = chat.events().map((event: any) => event.text);
  expect(told).toEqual(["[結び] スマレジの認証に失敗しています", "[結び] お知らせやWebhookを届けられません"]);
  expect(mail.mails).toEqual([]);
  mail.refused.clear();
  const [failed] = (await shop.incidents()).filter(({ cause }) => cause === "delivery_failed");
  // The time since it went off, not since it was set up.
  expect(failed?.since.getTime()).toBeGreaterThanOrEqual(begun);
  await retryIncident(ctx, { merchantId, actor: "店長", id: failed?.id ?? "" });
  await shop.look(1);
  expect(mail.mails.map((each) => header(each, "Subject"))).toContain(
    "[結び] スマレジの認証に失敗しています",
  );
});

it("B10: what the rolling check finds, with no word from Smaregi, is told: notifications do not come", async () => {
  const shop = await openToldShop();
  const { merchantId } = shop;
  await shop.select(
    `insert into check_finds (merchant_id, variation_id, at)
     select v.merchant_id, v.id, now() - n * interval '1 hour' from variations v, generate_series(1, 3) n
     where v.merchant_id = $1`,
  );
  // Found in a store that the connection has left meanwhile: this says nothing about the new one.
  await shop.look();
  expect(await shop.incidents()).toEqual([]);
  await shop.select("update connections set moved_at = now() - interval '1 day' where merchant_id = $1");
  await shop.look();
  expect(chat.events().map((event: any) => event.text)).toEqual([
    "[結び] スマレジから在庫変更通知が届いていません (商品3点)",
  ]);
  await shop.select(
    `insert into notifications (contract_id, event_id, event, action, body, id)
     values ('sb_' || $1::text, 'e', 'pos:stock', 'edit', '{}', gen_random_uuid())`,
  );
  await shop.look(1);
  await shop.look(601);
  expect((await listIncidents(ctx, { merchantId, state: "open", limit: 50 })).items).toEqual([]);
});

it("B10: an incident is its merchant's alone", async () => {
  const shop = await openToldShop();
  const other = await house.openShop();
  // Without the flag it has no quantity to hold.
  await addVariation(ctx, shop.merchantId, { stockManaged: false, smaregiProductId: "8000001" });
  await shop.select(
    `insert into held_zeros (merchant_id, smaregi_product_id, cause) values ($1, '8000001', 'gone')`,
  );
  await shop.look();
  const [own] = await shop.incidents();
  expect(own).toMatchObject({ cause: "stock_mass_zero", affected: { orders: 0, variations: 1 } });
  expect((await listIncidents(ctx, { merchantId: other.merchantId, limit: 50 })).items).toEqual([]);
  const theirs = { merchantId: other.merchantId, id: own?.id ?? "", actor: "x" };
  await expect(readIncident(ctx, theirs)).rejects.toMatchObject({ code: "not_found" });
  await expect(retryIncident(ctx, theirs)).rejects.toMatchObject({ code: "not_found" });
});
