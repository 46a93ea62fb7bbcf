import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openTestContext } from "../../test/support/context.ts";
import { openMailServer } from "../../test/support/mail-server.ts";
import { addMerchant } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";
import type { Context } from "../context.ts";
import { openMailer } from "../outbox/send/mail.ts";
import { sendEvents } from "../outbox/send/send-events.ts";
import { lookAtLink, signIn, signInByLink } from "./sign-in.ts";
import { addStaff, changeStaff, linkForStaff, readStaff } from "./staff.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let mail: Awaited<ReturnType<typeof openMailServer>>;
let ctx: Context;
let aheadMs = 0;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  mail = await openMailServer();
  ctx = {
    ...house.ctx,
    mailer: openMailer({ url: mail.url, from: "結び <musubi@example.jp>" }),
    settings: {
      ...house.ctx.settings,
      publicUrl: "https://musubi.example",
      outboxRetrySeconds: [5, 300],
    },
    clock: () => new Date(Date.now() + aheadMs),
  };
});
afterAll(async () => {
  ctx.mailer?.close();
  await mail.close();
  await house.close();
});

const who = (email: string) => ({ name: "花子", email, role: "staff" as const });
const subjects = () => mail.mails.map((each) => mail.header(each, "Subject"));
const tokenIn = (text: string) =>
  /https:\/\/musubi\.example\/console\/sign-in#link=([\w-]+)/.exec(mail.text(text))?.[1];

it("an invitation goes by mail with the link that signs in, though the server was away; the link is not kept", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  mail.mails.length = 0;
  mail.refused.set("hanako@staff.example", 451);
  const { id, mailed } = await addStaff(ctx, { merchantId, ...who("hanako@staff.example") });
  expect(mailed).toBe(true);
  await sendEvents(ctx, { merchantId });
  expect((await readStaff(ctx, { merchantId, id })).lastMail).toMatchObject({
    kind: "invitation",
    state: "waiting",
  });
  mail.refused.clear();
  aheadMs += 6_000;
  await sendEvents(ctx, { merchantId });
  await sendEvents(ctx, { merchantId });
  expect(subjects()).toEqual(["[結び] 結び商店の管理画面に招待されました"]);
  expect((await readStaff(ctx, { merchantId, id })).lastMail).toMatchObject({ state: "sent" });
  const { rows } = await house.database.pool.query(
    "select link_sealed from account_mails where merchant_id = $1",
    [merchantId],
  );
  expect(rows).toEqual([{ link_sealed: null }]);
  await signInByLink(ctx, { token: tokenIn(mail.mails[0] ?? "") ?? "", device: undefined });
});

it("a newer link takes back the mail that waits with the older one, and so does 停止", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  mail.mails.length = 0;
  const { id } = await addStaff(ctx, { merchantId, ...who("taro@staff.example") });
  const { signInLink } = await linkForStaff(ctx, { merchantId, id });
  await sendEvents(ctx, { merchantId });
  expect(subjects()).toEqual(["[結び] 結び商店のログイン用リンク"]);
  expect(signInLink).toContain(tokenIn(mail.mails[0] ?? ""));
  await linkForStaff(ctx, { merchantId, id });
  await changeStaff(ctx, { merchantId, id, disabled: true });
  await sendEvents(ctx, { merchantId });
  expect(mail.mails).toHaveLength(1);
});

it("an invitation that went to a wrong address signs nobody in once the address is put right", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  mail.mails.length = 0;
  const { id } = await addStaff(ctx, { merchantId, ...who("wrong@staff.example") });
  await changeStaff(ctx, { merchantId, id, name: "花", email: "wrong@staff.example" });
  await sendEvents(ctx, { merchantId });
  const token = tokenIn(mail.mails[0] ?? "") ?? "";
  expect(await lookAtLink(ctx, { token })).toMatchObject({ account: { name: "花" } });
  await changeStaff(ctx, { merchantId, id, email: "right@staff.example" });
  const refused = { code: "link_used" };
  await expect(signInByLink(ctx, { token, device: undefined })).rejects.toMatchObject(refused);
  await linkForStaff(ctx, { merchantId, id });
  await sendEvents(ctx, { merchantId });
  expect(mail.mails.map((each) => mail.header(each, "To"))).toEqual([
    "wrong@staff.example",
    "right@staff.example",
  ]);
});

it("an address that is refused is given up, and shown", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  mail.refused.set("gone@staff.example", 550);
  const { id } = await addStaff(ctx, { merchantId, ...who("gone@staff.example") });
  await sendEvents(ctx, { merchantId });
  expect((await readStaff(ctx, { merchantId, id })).lastMail).toMatchObject({ state: "failed" });
});

it("who is locked out is told by mail, once a day, however often somebody tries", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  const email = "jiro@staff.example";
  await addStaff(ctx, { merchantId, ...who(email) });
  await sendEvents(ctx, { merchantId });
  mail.mails.length = 0;
  for (const ip of ["192.0.2.1", "192.0.2.2"])
    for (let attempt = 0; attempt < 10; attempt += 1)
      await signIn(ctx, { email, password: "wrong password", ip, device: undefined }).catch(() => undefined);
  const lockOuts = async () =>
    (
      await house.database.pool.query(
        "select from audit_log where merchant_id = $1 and event = 'lockedOut'",
        [merchantId],
      )
    ).rowCount;
  await until("both are noted", async () => (await lockOuts()) === 2);
  await sendEvents(ctx, { merchantId });
  expect(subjects()).toEqual(["[結び] 結び商店へのログインを一時的に止めました"]);
  expect(mail.text(mail.mails[0] ?? "")).toContain("約15分後に");
});

it("without a mail server, or an address of this one, nothing is mailed, and all works as before", async () => {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  for (const [nth, without] of [house.ctx, { ...ctx, settings: house.ctx.settings }].entries()) {
    const email = `nobody-${nth}@staff.example`;
    const { id, signInLink, mailed } = await addStaff(without, { merchantId, ...who(email) });
    expect(mailed).toBe(false);
    expect((await readStaff(ctx, { merchantId, id })).lastMail).toBeNull();
    await signInByLink(ctx, { token: signInLink.split("#link=")[1] ?? "", device: undefined });
  }
});
