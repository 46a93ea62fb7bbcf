import { Secret, TOTP } from "otpauth";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { addStaff } from "../../src/accounts/staff.ts";
import { allowContract } from "../../src/connection/proof/vouch.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openLink, openReader } from "../support/console.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient } from "../support/shop.ts";
import { visitorOf } from "../support/visitor.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
let browser: Browser;
/**
 * Each test signs in people of its own, in place of the earlier ones. If two people look at the same time, the second has a browser
 * of its own.
 */
let reader: BrowserContext;
let page: Page;
const faults: string[] = [];
beforeAll(async () => {
  house = await sharedHouse(patient);
  browser = await openBrowser();
  reader = await openReader(browser, { faults });
  page = await reader.newPage();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  expect(faults).toEqual([]);
});

type Owner = { merchantId: string; email: string; password: string; link: string };

async function newOwner(): Promise<Owner> {
  const { id, owner } = await createMerchant(house.database, { name: "結び商店" });
  return { merchantId: id, ...owner, link: house.server.url + (await makeOwnerLink(house.database, id)) };
}

const at = (path: string) => `${house.server.url}/console${path}`;

/** Opens a page as a new owner. */
async function ownersPage(path: string): Promise<Owner> {
  const owner = await newOwner();
  await enterByLink(reader, owner.link);
  await page.goto(at(path));
  await page.locator("h1").waitFor();
  return owner;
}

async function signIn(within: Page | ReturnType<Page["getByRole"]>, email: string, password: string) {
  await within.getByLabel("メールアドレス").fill(email);
  await within.getByLabel("パスワード").fill(password);
  await within.getByRole("button", { name: "ログイン" }).click();
}

describe("sign-in", () => {
  it("says what is wrong, keeps the address, and opens the page that was asked for; signing out closes it", async () => {
    const owner = await newOwner();
    await page.goto(at("/account"));
    await page.getByRole("button", { name: "ログイン" }).click();
    await page.getByText("入力してください。").first().waitFor();
    await signIn(page, owner.email, "wrong password");
    await page.getByRole("alert").getByText("メールアドレスまたはパスワードが正しくありません。").waitFor();
    expect(await page.getByLabel("メールアドレス").inputValue()).toBe(owner.email);
    await page.getByLabel("パスワード").fill(owner.password);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "アカウント", exact: true }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    const facts = page.getByRole("region", { name: "ログイン中のアカウント" });
    expect(await facts.textContent()).toContain("加盟店-管理者");
    await page.getByRole("main").getByRole("button", { name: "ログアウト" }).click();
    await page.waitForURL(at("/"));
    await page.getByRole("heading", { name: "ログイン" }).waitFor();
    await page.goto(at("/account"));
    await page.getByRole("heading", { name: "ログイン" }).waitFor();
  });

  it("after too many attempts it says how long to wait", async () => {
    const { email } = await newOwner();
    const visitor = visitorOf(house);
    for (let attempt = 0; attempt < 10; attempt += 1) await visitor.signIn(email, "wrong password");
    await reader.clearCookies();
    await page.goto(at("/"));
    await signIn(page, email, "wrong password");
    await page
      .getByRole("alert")
      .getByText(/約15分後にもう一度お試しください/)
      .waitFor();
    expect(await page.getByLabel("メールアドレス").inputValue()).toBe(email);
  });

  it("a link opens the console once; the second time it says so, and the sign-in is there", async () => {
    const { link } = await newOwner();
    await reader.clearCookies();
    await openLink(page, link);
    await page.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    expect(page.url()).not.toContain("link=");
    await reader.clearCookies();
    await openLink(page, link);
    await page.getByRole("alert").getByText("このリンクは使用済みか、期限が切れているか").waitFor();
    await page.getByLabel("メールアドレス").waitFor();
  });

  it("a link says whose it is and where, and over another session whose that is; nothing happens before the press", async () => {
    const owner = await newOwner();
    const other = await ownersPage("/account");
    await page.goto(owner.link);
    const main = page.getByRole("main");
    await main.getByText(owner.email).waitFor();
    await main.getByText("いまは「結び商店」の管理者さんとしてログインしています。").waitFor();
    await page.getByRole("button", { name: "切り替えない" }).click();
    await page.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    await page.goto(at("/account"));
    await main.getByText(other.email).waitFor();
    await openLink(page, owner.link);
    await goWithin(page, "/console/account");
    await main.getByText(owner.email).waitFor();
    // With a link, a first password needs no old one; later changes ask for the old one.
    expect(await page.getByLabel("現在のパスワード").count()).toBe(0);
    await page.getByLabel("新しいパスワード").fill("a new password");
    await page.getByRole("button", { name: "パスワードを保存" }).click();
    await page.getByLabel("現在のパスワード").waitFor();
  });

  it("another account's in a second tab covers the first: what was entered for one shop is not saved into the other's", async () => {
    const owner = await ownersPage("/settings/shop");
    const pieces = page.getByLabel("1商品の上限(点)");
    await pieces.fill("7");
    const { link } = await newOwner();
    const second = await reader.newPage();
    await openLink(second, link);
    const dialog = page.getByRole("dialog", { name: "別のアカウントでログインしています" });
    await dialog.waitFor();
    // Back to the first account: its page is as it was left.
    await openLink(second, house.server.url + (await makeOwnerLink(house.database, owner.merchantId)));
    await dialog.waitFor({ state: "detached" });
    expect(await pieces.inputValue()).toBe("7");
    await second.close();
  });

  it("that ended under an open page is asked for above it: what was entered is kept, and can be saved", async () => {
    const owner = await ownersPage("/settings/smaregi");
    for (const contractId of ["sb_kept", "sb_other"])
      await allowContract(house.database, { merchantId: owner.merchantId, contractId });
    await page.getByLabel("契約ID").fill("sb_kept");
    await page.getByLabel("店舗ID").fill("7");
    await page.getByLabel("端末ID").fill("8");
    await house.database.db.deleteFrom("sessions").where("merchantId", "=", owner.merchantId).execute();
    // The question may already be there, because the page reads again by itself.
    await page.getByLabel("端末ID").press("Enter");
    const dialog = page.getByRole("dialog", { name: "もう一度ログインしてください" });
    expect(await dialog.getByLabel("メールアドレス").inputValue()).toBe(owner.email);
    await dialog.getByLabel("パスワード").fill("wrong password");
    await dialog.getByRole("button", { name: "ログイン" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("パスワード").fill(owner.password);
    await dialog.getByRole("button", { name: "ログイン" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await page.getByLabel("契約ID").inputValue()).toBe("sb_kept");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("スマレジ連携設定を保存しました。").waitFor();
    // The live events were refused meanwhile and come again: someone else's change is shown.
    const other = visitorOf(house);
    await other.signIn(owner.email, owner.password);
    const place = { contractId: "sb_other", storeId: "7", terminalId: "8", enabled: false };
    expect((await other.api("PUT", "/connection", place)).status).toBe(200);
    await until(
      "the other ID shows",
      async () => (await page.getByLabel("契約ID").inputValue()) === "sb_other",
    );
  });

  it("one's own password: too short, then changed; the old one opens nothing any more", async () => {
    const owner = await ownersPage("/account");
    await page.getByLabel("新しいパスワード").fill("short");
    await page.getByRole("button", { name: "パスワードを保存" }).click();
    await page.getByText("パスワードは12文字以上にしてください。").waitFor();
    await page.getByLabel("新しいパスワード").fill("a new and long one");
    await page.getByRole("button", { name: "パスワードを保存" }).click();
    await page.getByText("パスワードを保存しました。").waitFor();
    const visitor = visitorOf(house);
    expect((await visitor.signIn(owner.email, owner.password)).status).toBe(401);
    expect((await visitor.signIn(owner.email, "a new and long one")).status).toBe(200);
  });
});

describe("2段階認証", () => {
  it("is set up with an app and asked for; a recovery code stands in; demanded of everybody, who is new sets theirs up first", async () => {
    const owner = await ownersPage("/account");
    await page.getByRole("button", { name: "2段階認証を設定する" }).press("Enter");
    await page.getByRole("img", { name: "認証アプリ用のQRコード" }).waitFor();
    const secret = ((await page.locator("code").textContent()) ?? "").replaceAll(" ", "");
    const field = page.getByLabel("確認コード");
    await field.fill("000000");
    await field.press("Enter");
    await page.getByText("コードが正しくありません。").first().waitFor();
    await field.fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
    await field.press("Enter");
    const listed = page.getByRole("list", { name: "回復コード" }).getByRole("listitem");
    await listed.first().waitFor();
    const codes = await listed.allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole("button", { name: "保管しました" }).press("Enter");
    await page.getByText("使える回復コード: 10個").waitFor();
    await page.getByRole("main").getByRole("button", { name: "ログアウト" }).click();
    await page.waitForURL(at("/"));
    await signIn(page, owner.email, owner.password);
    await page.getByRole("alert").getByText("2段階認証の確認をしてください。").waitFor();
    await page.getByLabel("確認コードまたは回復コード").fill(codes[0] ?? "");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    await goWithin(page, "/console/settings/staff");
    await page.getByRole("switch", { name: "全員に2段階認証を必須にする" }).press("Space");
    await page.getByText("保存しました。").waitFor();
    await goWithin(page, "/console/settings/audit");
    await page.getByRole("row", { name: /管理画面: 管理者.*2段階認証の有効化/ }).waitFor();
    await page.getByLabel("操作者・対象・IPアドレス").fill("いない人");
    await page.getByText("条件に合う記録はありません。").waitFor();

    const { merchantId } = owner;
    const added = { merchantId, name: "新人", email: `new-${merchantId}@example.jp`, role: "staff" } as const;
    const { signInLink } = await addStaff(house.database, added);
    await reader.clearCookies();
    await openLink(page, house.server.url + signInLink);
    await page.getByRole("heading", { name: "2段階認証の設定が必要です" }).waitFor();
    await page.getByLabel("新しいパスワード").fill("a word of the new one");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "2段階認証を設定する" }).waitFor();
  });
});

describe("スタッフ", () => {
  it("somebody new gets a link to hand over, chooses a password, and may do what the role says", async () => {
    await ownersPage("/settings/staff");
    await page.getByRole("button", { name: "スタッフを追加" }).click();
    const form = page.getByRole("dialog", { name: "スタッフを追加" });
    await form.getByRole("button", { name: "スタッフを追加" }).click();
    await form.getByText("名前を入力してください。").waitFor();
    await form.getByLabel("名前").fill("山田 花子");
    const email = `hanako-${Date.now()}@example.jp`;
    // In full width, as an input method types it.
    const wide = email.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
    await form.getByLabel("メールアドレス").fill(wide);
    await form.getByLabel("カート専任者").check();
    await form.getByRole("button", { name: "スタッフを追加" }).click();
    const handOver = page.getByRole("dialog", { name: "山田 花子のログイン用リンク" });
    await handOver.getByText(/7日間、1回だけ使えます/).waitFor();
    // As on a page without https, for example on a tablet in the shop's own network.
    await page.evaluate(
      "Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })",
    );
    await page.evaluate(
      "addEventListener('copy', (e) => (window.wasCopied = e.target.value), { once: true })",
    );
    await handOver.getByRole("button", { name: "コピー" }).click();
    await handOver.getByText("コピーしました").waitFor();
    expect(await page.evaluate("window.wasCopied")).toContain("/console/sign-in");
    const link = await handOver.getByLabel("ログイン用リンク").inputValue();
    await handOver.getByRole("button", { name: "閉じる" }).last().click();

    const hers = await (await openReader(browser, { faults })).newPage();
    await openLink(hers, link);
    await hers.getByRole("heading", { name: "アカウント", exact: true }).waitFor();
    await hers.getByLabel("新しいパスワード").fill("hanako's password");
    await hers.getByRole("button", { name: "パスワードを保存" }).click();
    await hers.getByRole("link", { name: "パスワードを決める" }).waitFor({ state: "detached" });
    expect(await hers.getByRole("link", { name: "スタッフ" }).count()).toBe(0);
    await goWithin(hers, "/console/settings/staff");
    await hers.getByText("スタッフを管理できるのは、加盟店-管理者です。").waitFor();

    // Her sign-in appears by itself. As an owner she gets more rights at once. When her account is disabled, she is signed out.
    const row = page.getByRole("row", { name: /山田 花子/ });
    await row.getByText(/\d{4}\/\d\d\/\d\d/).waitFor();
    await row.getByRole("button", { name: "山田 花子の操作" }).click();
    await page.getByRole("menuitem", { name: "編集" }).click();
    const edit = page.getByRole("dialog", { name: "山田 花子の編集" });
    await edit.getByLabel("加盟店-管理者").check();
    await edit.getByRole("button", { name: "保存" }).click();
    await hers.getByRole("button", { name: "スタッフを追加" }).waitFor();
    await row.getByRole("button", { name: "山田 花子の操作" }).click();
    await page.getByRole("menuitem", { name: "停止する" }).click();
    const question = page.getByRole("dialog", { name: "山田 花子を停止しますか?" });
    await question.getByRole("button", { name: "停止する" }).click();
    await row.getByText("停止中").waitFor();
    await hers.getByRole("dialog", { name: "もう一度ログインしてください" }).waitFor();
  });

  it("an address that is taken stands beside its field; the last owner stays", async () => {
    const owner = await ownersPage("/settings/staff");
    await page.getByRole("button", { name: "スタッフを追加" }).click();
    const form = page.getByRole("dialog", { name: "スタッフを追加" });
    await form.getByLabel("名前").fill("二人目");
    await form.getByLabel("メールアドレス").fill(owner.email);
    await form.getByRole("button", { name: "スタッフを追加" }).click();
    await form.getByText("このメールアドレスは、すでに使われています。").first().waitFor();
    expect(await form.getByLabel("メールアドレス").getAttribute("aria-invalid")).toBe("true");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "管理者の操作" }).click();
    await page.getByRole("menuitem", { name: "削除する" }).click();
    const question = page.getByRole("dialog", { name: "管理者を削除しますか?" });
    await question.getByRole("button", { name: "削除する" }).click();
    await page
      .getByRole("alert")
      .getByText(/有効な加盟店-管理者が1人もいなくなる/)
      .waitFor();
  });

  it("Back while a dialog is filled in asks first, and keeps what was entered", async () => {
    await ownersPage("/settings/staff");
    await goWithin(page, "/console/account");
    for (const [title, add, field] of [
      ["スタッフ", "スタッフを追加", "名前"],
      ["APIキー", "APIキーを作成", "名前"],
      ["Webhook", "送信先を追加", "URL"],
      ["お知らせ", "送り先を追加", "メールアドレス"],
    ] as const) {
      await page.getByRole("link", { name: title, exact: true }).first().click();
      await page.getByRole("button", { name: add }).click();
      const form = page.getByRole("dialog", { name: add });
      await form.getByLabel(field).fill("途中");
      await page.goBack();
      const question = page.getByRole("dialog", { name: "保存していない変更があります" });
      await question.getByRole("button", { name: "やめる" }).click();
      await question.waitFor({ state: "detached" });
      expect(await form.getByLabel(field).inputValue()).toBe("途中");
      await page.goBack();
      await question.getByRole("button", { name: "保存せずに離れる" }).click();
      await page.waitForURL(/\/console\/account$/);
      await form.waitFor({ state: "detached" });
    }
  });
});

describe("APIキー", () => {
  it("with an expiry of which a part is missing is not made as one that never ends", async () => {
    await ownersPage("/settings/api-keys");
    await page.getByRole("button", { name: "APIキーを作成" }).click();
    const dialog = page.getByRole("dialog", { name: "APIキーを作成" });
    await dialog.getByLabel("名前").fill("期限のあるキー");
    await dialog.getByLabel("有効期限").focus();
    await page.keyboard.type("12");
    await page.keyboard.press("Enter");
    await dialog.getByText(/途中までの入力か、カレンダーにない日です/).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    expect(await page.getByRole("row", { name: /期限のあるキー/ }).count()).toBe(0);
  });

  it("is shown once, works, and works no more once it is revoked", async () => {
    await ownersPage("/settings/api-keys");
    await page.getByRole("button", { name: "APIキーを作成" }).click();
    await page.getByRole("dialog", { name: "APIキーを作成" }).getByLabel("名前").fill("倉庫システム");
    await page.keyboard.press("Enter");
    const shown = page.getByRole("dialog", { name: "APIキー「倉庫システム」" });
    const key = await shown.getByLabel("APIキー", { exact: true }).inputValue();
    await page.keyboard.press("Escape");
    const call = () =>
      fetch(`${house.server.url}/api/v1/merchant`, { headers: { authorization: `Bearer ${key}` } });
    expect((await call()).status).toBe(200);
    await page.getByRole("button", { name: "倉庫システムを失効させる" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "失効させる" }).click();
    await page
      .getByRole("row", { name: /倉庫システム/ })
      .getByText(/^失効 2/)
      .waitFor();
    expect((await call()).status).toBe(401);
  });
});

describe("ショップ設定", () => {
  it("two owners at the same page: who saves second takes nothing back of what the first changed", async () => {
    await ownersPage("/settings/shop");
    const second = await reader.newPage();
    await second.goto(at("/settings/shop"));
    const papers = (of: Page) => of.getByRole("region", { name: "納品書・送り状" });
    const limits = (of: Page) => of.getByRole("region", { name: "注文数の上限" });
    await papers(page).getByLabel("登録番号").waitFor();
    await papers(second).getByLabel("登録番号").fill("T1234567890123");
    await papers(second).getByRole("button", { name: "納品書・送り状を保存" }).click();
    await second.getByText("納品書・送り状の設定を保存しました。").waitFor();
    await limits(second).getByLabel("1商品の上限(点)").fill("５");
    await limits(second).getByRole("button", { name: "保存" }).click();
    await second.getByText("ショップ設定を保存しました。").waitFor();

    await papers(page).getByLabel("電話番号").fill("075-000-0000");
    await papers(page).getByRole("button", { name: "納品書・送り状を保存" }).click();
    await page.getByText("納品書・送り状の設定を保存しました。").waitFor();
    expect(await papers(page).getByLabel("登録番号").inputValue()).toBe("T1234567890123");
    await limits(page).getByLabel("1回の注文の合計の上限(点)").fill("50");
    await limits(page).getByRole("button", { name: "保存" }).click();
    await page.getByText("ショップ設定を保存しました。").waitFor();
    expect(await limits(page).getByLabel("1商品の上限(点)").inputValue()).toBe("5");
    await second.close();
  });
});

describe("two owners", () => {
  it("at スタッフ: a name that is mended gives nobody a role back that was taken away meanwhile", async () => {
    const { merchantId } = await ownersPage("/settings/staff");
    const { id } = await addStaff(house.database, {
      merchantId,
      name: "山田",
      email: `yamada-${Date.now()}@example.jp`,
      role: "owner",
    });
    await page.reload();
    const edit = async (within: Page) => {
      await within.getByRole("button", { name: "山田の操作" }).click();
      await within.getByRole("menuitem", { name: "編集" }).click();
      return within.getByRole("dialog", { name: "山田の編集" });
    };
    const first = await edit(page);
    const second = await reader.newPage();
    await second.goto(at("/settings/staff"));
    const other = await edit(second);
    await other.getByLabel("カート専任者").check();
    await other.getByRole("button", { name: "保存" }).click();
    await other.waitFor({ state: "detached" });
    await first.getByLabel("名前").fill("山田 花子");
    await first.getByRole("button", { name: "保存" }).click();
    await first.waitFor({ state: "detached" });
    const { items } = await second.evaluate(
      async () => (await (await fetch("/api/v1/staff")).json()) as { items: object[] },
    );
    expect(items).toContainEqual(expect.objectContaining({ id, name: "山田 花子", role: "staff" }));
    await second.close();
  });

  it("at お知らせ: a press is about the channel that it stands beside, and leaves the other owner's alone", async () => {
    await ownersPage("/settings/notices");
    const list = async (within: Page, body?: object[]) =>
      await within.evaluate(async (sent) => {
        const init = {
          method: "PUT",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(sent),
        };
        const answer = await fetch("/api/v1/notice-channels", sent === undefined ? {} : init);
        return ((await answer.json()) as { to: string }[]).map(({ to }) => to);
      }, body);
    const mail = (to: string) => ({ kind: "mail", to, events: ["incident.opened"] });
    await list(page, [mail("a@example.jp"), mail("b@example.jp")]);
    // The page gets no live events.
    await page.route("**/events", (route) => route.abort());
    await page.reload();
    const press = page.getByRole("button", { name: "メール b@example.jpを削除" });
    await press.waitFor();
    await list(page, [mail("b@example.jp"), mail("c@example.jp")]);
    await press.click();
    await page.getByRole("dialog").getByRole("button", { name: "削除する" }).click();
    await page.getByText("c@example.jp").waitFor();
    // The page also shows the list from before the save.
    await until("b is taken off", async () => !(await list(page)).includes("b@example.jp"));
    expect(await list(page)).toEqual(["c@example.jp"]);
    await page.unroute("**/events");
  });
});
