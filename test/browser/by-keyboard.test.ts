import { isDeepStrictEqual } from "node:util";
import { Secret, TOTP } from "otpauth";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { addStaff } from "../../src/accounts/staff.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openReader } from "../support/console.ts";
import { expectFocus, pressByTab, tabTo, typeByTab } from "../support/keyboard.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient } from "../support/shop.ts";
import { sizes } from "../support/sizes.ts";
import { until } from "../support/wait.ts";

/*
 * Whole tasks on a phone by keyboard only: every control is reached by Tab, and if the focused element disappears, the focus moves to
 * the next one.
 */
let house: SharedHouse;
let browser: Browser;
let reader: BrowserContext;
let page: Page;
const faults: string[] = [];
beforeAll(async () => {
  house = await sharedHouse(patient);
  browser = await openBrowser();
  reader = await openReader(browser, { faults });
  page = await reader.newPage();
  await page.setViewportSize(sizes.phone);
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  expect(faults).toEqual([]);
});

const button = (name: string) => page.getByRole("button", { name, exact: true });
const menu = () => page.getByRole("navigation", { name: "管理画面のメニュー" });
const isAtTop = () => page.getByRole("heading", { name: "加盟店TOP" }).waitFor();

/** Opens the phone's folded menu by keyboard, and follows one of its links. */
async function goByMenu(name: string): Promise<void> {
  await pressByTab(button("メニューを開く"));
  await pressByTab(menu().getByRole("link", { name, exact: true }));
  await expectFocus(page.getByRole("heading", { level: 1, name, exact: true }));
}

/** Sets up an app on アカウント by keyboard, and keeps its recovery codes. The focus follows each step. */
async function setUpApp(): Promise<void> {
  const part = page.getByRole("region", { name: "2段階認証" });
  const heading = part.getByRole("heading", { name: "2段階認証" });
  await pressByTab(button("2段階認証を設定する"));
  await part.getByRole("img", { name: "認証アプリ用のQRコード" }).waitFor();
  await expectFocus(heading);
  const secret = ((await part.locator("code").textContent()) ?? "").replaceAll(" ", "");
  await typeByTab(part.getByLabel("確認コード"), new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.keyboard.press("Enter");
  await part.getByRole("list", { name: "回復コード" }).waitFor();
  await expectFocus(heading);
  await pressByTab(button("保管しました"));
  await part.getByText("使える回復コード: 10個").waitFor();
  await expectFocus(heading);
}

describe("メニュー", () => {
  it("on a phone a folded menu is there for nobody; unfolded it has the focus, and gives it back", async () => {
    const { id } = await createMerchant(house.database, { name: "結び商店" });
    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, id)));
    await page.goto(`${house.server.url}/console/account`);
    const opener = button("メニューを開く");
    const content = page.getByRole("main");
    await content.getByRole("button", { name: "ログアウト" }).waitFor();
    await page.keyboard.press("Tab");
    await expectFocus(page.getByRole("link", { name: "本文へ" }));
    await page.keyboard.press("Enter");
    await expectFocus(content);
    // First the help beside the title, then the page's first button.
    expect(await tabTo(content.getByRole("button", { name: "ログアウト" }))).toBeLessThanOrEqual(2);
    expect(await menu().count()).toBe(0);

    await tabTo(opener, "Shift+Tab");
    await page.keyboard.press("Enter");
    await expectFocus(menu().getByRole("link", { name: "加盟店TOP" }));
    await page.keyboard.press("Escape");
    await expectFocus(opener);
    expect(await menu().count()).toBe(0);

    // Its groups fold, too, and say so. After its last entry Tab leads to the page, which is not hidden.
    await page.keyboard.press("Enter");
    const part = menu().getByRole("button", { name: "商品", exact: true });
    expect(await part.getAttribute("aria-expanded")).toBe("true");
    await pressByTab(part);
    await menu().getByRole("link", { name: "商品一覧" }).waitFor({ state: "hidden" });
    expect(await part.getAttribute("aria-expanded")).toBe("false");
    await tabTo(content.getByRole("button", { name: "ログアウト" }));
    expect(await menu().count()).toBe(0);
  });
});

describe("2段階認証", () => {
  it("on a phone, by keyboard: an employee loses it, an owner takes it away, it is set up anew; the day reads in 監査ログ", async () => {
    const { id: merchantId } = await createMerchant(house.database, { name: "結び商店" });
    const hanako = {
      merchantId,
      name: "花子",
      email: `hanako-${merchantId}@example.jp`,
      role: "manager",
    } as const;
    const { signInLink } = await addStaff(house.database, hanako);
    const password = "the words of hanako";
    await reader.clearCookies();
    await page.goto(house.server.url + signInLink);
    await pressByTab(button("このアカウントでログイン"));
    await typeByTab(page.getByLabel("新しいパスワード"), password);
    await page.keyboard.press("Enter");
    await page.getByText("パスワードを保存しました。").waitFor();
    await setUpApp();
    await pressByTab(page.getByRole("main").getByRole("button", { name: "ログアウト", exact: true }));
    await page.waitForURL(`${house.server.url}/console/`);
    // The app and the recovery codes are lost, so there is no way to continue here.
    await typeByTab(page.getByLabel("メールアドレス"), hanako.email);
    await typeByTab(page.getByLabel("パスワード"), password);
    await page.keyboard.press("Enter");
    await page.getByText("2段階認証の確認をしてください。").waitFor();
    await expectFocus(page.getByLabel("確認コードまたは回復コード"));

    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, merchantId)));
    await page.goto(`${house.server.url}/console/`);
    await isAtTop();
    await goByMenu("スタッフ");
    const row = page.getByRole("row", { name: /花子/ });
    const actions = row.getByRole("button", { name: "花子の操作" });
    await pressByTab(actions);
    await tabTo(page.getByRole("menuitem", { name: "2段階認証を解除する" }), "ArrowDown");
    await page.keyboard.press("Enter");
    await pressByTab(page.getByRole("dialog").getByRole("button", { name: "2段階認証を解除する" }));
    await page.getByText("2段階認証を解除しました。").waitFor();
    await row.getByText("2段階認証", { exact: true }).waitFor({ state: "detached" });
    await expectFocus(actions);

    await reader.clearCookies();
    await page.goto(`${house.server.url}/console/`);
    await typeByTab(page.getByLabel("メールアドレス"), hanako.email);
    await typeByTab(page.getByLabel("パスワード"), password);
    await page.keyboard.press("Enter");
    await isAtTop();
    await goByMenu("アカウント");
    await setUpApp();

    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, merchantId)));
    await page.goto(`${house.server.url}/console/`);
    await isAtTop();
    await goByMenu("監査ログ");
    await typeByTab(page.getByLabel("操作者・対象・IPアドレス"), "花子");
    const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
    const events = async () => {
      const told = await rows.allTextContents();
      return told.map((each) => /2段階認証の(?:有効化|解除)|パスワードの変更|ログアウト/.exec(each)?.[0]);
    };
    await rows.filter({ hasText: "パスワードの変更" }).waitFor();
    const day = [
      "2段階認証の有効化",
      "2段階認証の解除",
      "ログアウト",
      "2段階認証の有効化",
      "パスワードの変更",
    ];
    await until("it tells the day", async () => {
      return isDeepStrictEqual(
        (await events()).filter((each) => each !== undefined),
        day,
      );
    });
    await pressByTab(button("絞り込み"));
    await typeByTab(page.getByLabel("処理内容"), "2");
    await rows.filter({ hasText: "パスワードの変更" }).waitFor({ state: "detached" });
    await until("only two are told", async () => (await events()).length === 2);
    expect(await events()).toEqual(["2段階認証の有効化", "2段階認証の有効化"]);
  });
});

describe("what goes away", () => {
  it("leaves the focus to the row in its place, and after the last to the heading; a dialog gives it back", async () => {
    const shop = await house.openShop({ connect: false });
    for (const name of ["a", "b"]) {
      const endpoint = { url: `https://example.com/${name}`, events: ["order.placed"] };
      expect((await shop.api("POST", "/webhook-endpoints", endpoint)).status).toBe(201);
    }
    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, shop.merchantId)));
    await page.goto(`${house.server.url}/console/settings/webhooks`);
    const rows = page.getByRole("row").filter({ has: page.getByRole("cell") });
    const deleteFirst = async () => {
      await pressByTab(rows.first().getByRole("button", { name: /を削除$/ }));
      await pressByTab(page.getByRole("dialog").getByRole("button", { name: "削除する" }));
    };
    await rows.nth(1).waitFor();
    await deleteFirst();
    await rows.nth(1).waitFor({ state: "detached" });
    await expectFocus(rows.first());
    await deleteFirst();
    await rows.first().waitFor({ state: "detached" });
    await expectFocus(page.getByRole("heading", { level: 1 }));

    const add = button("送信先を追加");
    await pressByTab(add);
    await expectFocus(page.getByRole("dialog").getByLabel("URL"));
    await page.keyboard.press("Escape");
    await expectFocus(add);
  });

  it("where a press gives a button no focus (Safari), a dialog gives it back to the button, and not to what had it before", async () => {
    const shop = await house.openShop({ connect: false });
    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, shop.merchantId)));
    await page.goto(`${house.server.url}/console/settings/webhooks`);
    const add = button("送信先を追加");
    await add.waitFor();
    await page.evaluate(`addEventListener("mousedown", (event) => {
      if (event.target.closest("button") === null) return;
      event.preventDefault();
      document.activeElement.blur();
    }, true)`);
    const before = button("English");
    await tabTo(before);
    await add.click();
    await expectFocus(page.getByRole("dialog").getByLabel("URL"));
    await page.keyboard.press("Escape");
    await expectFocus(add);
    expect(await before.evaluate((each) => each.matches(":focus"))).toBe(false);
  });
});

describe("個人情報", () => {
  it("on a phone, by keyboard: a buyer is erased, and books, order and stock still agree", async () => {
    const shop = await house.openShop({
      products: [{ productId: "8000001", productName: "珈琲", price: 1000 }],
    });
    const variationId = await shop.link("8000001");
    const buyer = { name: "山田花子", email: "hanako@buyers.example", address: "桜町1-2-3" };
    const { id } = await shop.order([{ variationId, quantity: 3 }], { customer: buyer });
    await shop.waitForLink(id, "registered");
    expect((await shop.api("POST", `/orders/${id}/status`, { status: "shipped" })).status).toBe(200);
    await shop.quiet();
    const kept = async () => {
      const { lines, total, status, link } = (await shop.api("GET", `/orders/${id}`)).body;
      const stock = { ours: await shop.quantity(variationId), smaregis: await shop.stock() };
      return { lines, total, status, link, stock, books: await shop.transactions() };
    };
    const before = await kept();
    expect(before).toMatchObject({ status: "shipped", stock: { ours: 7 }, books: [{}] });

    await enterByLink(reader, house.server.url + (await makeOwnerLink(house.database, shop.merchantId)));
    await page.goto(`${house.server.url}/console/orders/${id}`);
    await pressByTab(button("個人情報を削除する"));
    await pressByTab(page.getByRole("dialog").getByRole("button", { name: "個人情報を削除する" }));
    await page.getByText(/^個人情報は削除されました/).waitFor();
    expect(await page.getByRole("main").textContent()).not.toContain("花子");
    await expectFocus(page.getByRole("main").locator(":focus"));

    expect(await kept()).toEqual(before);
    const { body: asked } = await shop.api("POST", "/reconciliations");
    const run = await until("it is compared", async () => {
      const { body } = await shop.api("GET", `/reconciliations/${asked["id"]}`);
      return body["endedAt"] !== null && body;
    });
    expect(run).toMatchObject({ state: "done", found: 0 });
  });
});
