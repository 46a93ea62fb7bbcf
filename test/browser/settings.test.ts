import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { addStaff } from "../../src/accounts/staff.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { expectRoom } from "../support/room.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openReader } from "../support/console.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Shop, type ShopOptions } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
let browser: Browser;
/** Each test signs its own people in, in place of those before: an owner in one browser, somebody of the staff in the other. */
let owners: { reader: BrowserContext; page: Page };
let others: { reader: BrowserContext; page: Page };
const faults: string[] = [];
beforeAll(async () => {
  house = await sharedHouse(patient);
  browser = await openBrowser();
  const open = async () => {
    const reader = await openReader(browser, { faults });
    return { reader, page: await reader.newPage() };
  };
  owners = await open();
  others = await open();
});
afterAll(async () => {
  await browser?.close();
  await house?.close();
  expect(faults).toEqual([]);
});

const at = (path: string) => `${house.server.url}/console/settings/smaregi${path}`;
const linkOf = async (merchantId: string) =>
  house.server.url + (await makeOwnerLink(house.database, merchantId));

/** An owner's page of a shop of its own. */
async function open(path: string, options?: ShopOptions): Promise<{ shop: Shop; page: Page }> {
  const shop = await house.openShop(options);
  const { reader, page } = owners;
  await enterByLink(reader, await linkOf(shop.merchantId));
  await page.goto(at(path));
  return { shop, page };
}

/** The same page as somebody sees it who may less. */
async function asStaff(shop: Shop, path: string): Promise<Page> {
  const who = { name: "佐藤", email: `staff-${shop.number}@example.jp`, role: "staff" as const };
  const { signInLink } = await addStaff(house.database, { merchantId: shop.merchantId, ...who });
  const { reader, page } = others;
  await enterByLink(reader, house.server.url + signInLink);
  await page.goto(at(path));
  return page;
}

describe("スマレジ連携設定", () => {
  it("C6: is saved switched off, tested with a wrong terminal, mended, tested and switched on", async () => {
    const { page, shop } = await open("", { connect: false });
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("契約IDは半角の英数字と「-」「_」で入力してください。").waitFor();
    await page.getByLabel("契約ID").fill(shop.contractId);
    await page.getByLabel("店舗ID").fill("1");
    await page.getByLabel("端末ID").fill("99");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("スマレジ連携設定を保存しました。").waitFor();
    const test = page.getByRole("region", { name: "接続テスト" });
    await test.getByRole("button", { name: "接続テストを実行" }).click();
    const terminal = test.getByRole("listitem").filter({ hasText: "端末ID「99」はスマレジにありません。" });
    await terminal.getByText("要確認").waitFor();
    await terminal.getByText(/この店舗の端末IDを確認し/).waitFor();
    await test.getByRole("listitem").filter({ hasText: "本店" }).getByText("OK").waitFor();

    await page.getByLabel("端末ID").fill("2");
    expect(await test.getByRole("button", { name: "接続テストを実行" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "保存" }).click();
    await test.getByRole("button", { name: "接続テストを実行" }).click();
    await test
      .getByText("すべて確認できました。「有効」に切り替えて保存すると、連携が始まります。")
      .waitFor();
    await page.getByRole("switch").press("Space");
    await page.getByRole("button", { name: "保存" }).click();
    await test.getByText("すべて確認できました。", { exact: true }).waitFor();
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ enabled: true, terminalId: "2" });
  });

  it("P8: a contract that is not proven says how to; signed in with スマレジ as its owner, it stands in the form and is saved", async () => {
    const { contractId } = await house.openShop({ connect: false });
    const merchant = await createMerchant(house.database, { name: "新しい店" });
    const { reader, page } = owners;
    await enterByLink(reader, await linkOf(merchant.id));
    await page.goto(at(""));
    const proof = page.getByRole("region", { name: "契約の確認" });
    await proof.getByText(new RegExp(`加盟店番号 ${merchant.number} `)).waitFor();
    await page.getByLabel("契約ID").fill(contractId);
    await page.getByLabel("店舗ID").fill("1");
    await page.getByLabel("端末ID").fill("1");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("この契約は、まだ確認できていません。上の「契約の確認」の方法で").waitFor();
    expect(await page.getByLabel("契約ID").getAttribute("aria-invalid")).toBe("true");
    for (const width of [390, 820, 1280]) await expectRoom(page, { width, height: 900 });
    const signIn = async (button: string) => {
      await proof.getByRole("button", { name: "スマレジでログイン" }).click();
      await page.getByRole("combobox").selectOption(contractId);
      await page.getByRole("button", { name: button }).click();
    };
    await signIn("スタッフとしてログイン");
    await page.getByText(/この契約の管理者ではないため、確認できませんでした/).waitFor();
    await signIn("契約の管理者としてログイン");
    await page.getByText(/契約を確認できました。/).waitFor();
    await proof
      .getByRole("listitem")
      .filter({ hasText: contractId })
      .getByText("スマレジでログイン")
      .waitFor();
    await until("it is entered", async () => (await page.getByLabel("契約ID").inputValue()) === contractId);
    await page.getByLabel("店舗ID").fill("1");
    await page.getByLabel("端末ID").fill("1");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("スマレジ連携設定を保存しました。").waitFor();
  });

  it("P3: another store that would empty the shop is asked about before it is saved, with what falls", async () => {
    const { page, shop } = await open("");
    const variation = await shop.link("8000001");
    const other = await shop.link("8000002");
    await page.getByLabel("店舗ID").fill("2");
    await page.getByRole("button", { name: "保存" }).click();
    const question = page.getByRole("dialog", { name: "在庫数が0になる商品があります" });
    await question.getByText(/在庫数が2件変わり、2件が0になります/).waitFor();
    await question.getByText("商品 8000001: 10 → 0").waitFor();
    await question.getByRole("button", { name: "やめる" }).click();
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ storeId: "1" });
    expect(await page.getByLabel("店舗ID").inputValue()).toBe("2");
    await page.getByRole("button", { name: "保存" }).click();
    await question.getByRole("button", { name: "0になってよいので保存する" }).press("Enter");
    await page.getByText("スマレジ連携設定を保存しました。").waitFor();
    for (const each of [variation, other]) await shop.waitForQuantity(each, 0);
    expect((await shop.api("GET", "/status")).body["zeroQuestion"]).toBeNull();
  });

  it("asks before it is left unsaved", async () => {
    const { page } = await open("");
    await page.getByLabel("端末ID").fill("1");
    await page.getByRole("link", { name: "スマレジ連携ログ" }).first().click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    await question.waitFor({ state: "detached" });
    expect(await page.getByLabel("端末ID").inputValue()).toBe("1");
    await page.getByRole("link", { name: "スマレジ連携ログ" }).first().click();
    await question.getByRole("button", { name: "保存せずに離れる" }).click();
    await page.getByRole("heading", { level: 1, name: "スマレジ連携ログ" }).waitFor();
  });

  it("never shows a secret again: says that one is saved, and keeps it where it is left empty", async () => {
    const { page, shop } = await open("");
    await page.getByLabel("クライアントID").fill("client");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("クライアントIDを設定・変更するときは、シークレットも入力してください。").waitFor();
    await page.getByLabel("クライアントシークレット").fill("secret");
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText(/保存済みです。変更しない場合は空のままに/).waitFor();
    expect(await page.getByLabel("クライアントシークレット").inputValue()).toBe("");
    await page.getByLabel("保証モード").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("保存していない変更があります").waitFor({ state: "detached" });
    expect((await shop.api("GET", "/connection")).body).toMatchObject({
      clientId: "client",
      mode: "assured",
    });
    expect((await shop.api("POST", "/connection/test")).body["ok"]).toBe(true);
  });

  it("C1: a place that another shop has stands beside the field; removing asks once and says what happens", async () => {
    const other = await house.openShop();
    const { page, shop } = await open("");
    await shop.allow(other.contractId);
    await page.getByLabel("契約ID").fill(other.contractId);
    await page.getByRole("button", { name: "保存" }).click();
    await page
      .getByText(/すでに別の加盟店が使っています。別の端末IDを指定してください。/)
      .first()
      .waitFor();
    expect(await page.getByLabel("端末ID").getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("button", { name: "連携設定を削除" }).click();
    const question = page.getByRole("dialog", { name: "連携設定の削除" });
    await question.getByText(/商品の紐づけ、受注、在庫数はそのまま残ります/).waitFor();
    await question.getByRole("button", { name: "連携設定を削除" }).click();
    await page.getByText("スマレジ連携設定を削除しました。").waitFor();
    expect((await shop.api("GET", "/connection")).status).toBe(404);
  });

  it("is only read by those who may not change it", async () => {
    const shop = await house.openShop();
    const page = await asStaff(shop, "");
    await page.getByText("連携設定を変更できるのは、加盟店-管理者です。").waitFor();
    await page.getByRole("region", { name: "連携設定" }).getByText(shop.contractId).waitFor();
    expect(await page.getByRole("button", { name: /保存|削除|テスト/ }).count()).toBe(0);
  });
});

describe("スマレジ連携ログ", () => {
  it("F1, B4: lists what failed as it fails, in the manual's words; sent again, it says that it is repaired", async () => {
    const { page, shop } = await open("/log");
    await page.getByText("連携の失敗はありません。").waitFor();
    const variation = await shop.link("8000001");
    await shop.fault("POST /transactions", "status400");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    const row = page.getByRole("row", { name: new RegExp(order["number"]) });
    await row.getByText("取引情報登録").waitFor();
    await row.getByText("未対応").waitFor();
    await row.getByText(/送り直すと: スマレジの取引を確認し/).waitFor();
    expect(await row.getByRole("link", { name: `受注 ${order["number"]}` }).getAttribute("href")).toMatch(
      /^\/console\/orders\?q=/,
    );
    await shop.api("POST", "/products", {
      name: "別の商品",
      price: 100,
      taxRate: 10,
      variations: [{ stockManaged: true, smaregiProductId: "777" }],
    });
    const gone = page.getByRole("row", { name: /777/ });
    await gone.getByText("在庫一覧取得").waitFor();
    await gone.getByText(/スマレジ商品IDを確認してください/).waitFor();

    const staff = await asStaff(shop, "/log");
    await staff.getByText("対応できるのは、加盟店-管理者と店舗責任者です。").first().waitFor();
    expect(await staff.getByRole("button", { name: "送り直す" }).count()).toBe(0);

    await row.getByRole("button", { name: "送り直す" }).click();
    await row.getByText("復旧済み").waitFor();
    await page.getByText("未対応", { exact: true }).first().click();
    await gone.waitFor();
    await row.waitFor({ state: "detached" });
    expect(page.url()).toContain("state=open");
    await gone.getByRole("button", { name: "対応済みにする" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "対応済みにする" }).click();
    await page.getByText("未対応の失敗はありません。スマレジとの連携は順調です。").waitFor();
  });
});

describe("差異チェック", () => {
  it("B5: runs, shows how far it is, and lists differences by cause with both numbers and the repair beside", async () => {
    // At the price that `link` gives them here.
    const products = ["珈琲", "マグカップ"].map((productName, nth) => {
      return { productId: String(8_000_001 + nth), productName, price: 1000 };
    });
    const { page, shop } = await open("/reconciliations", { products });
    await page.getByText(/まだ差異チェックを行っていません/).waitFor();
    const variation = await shop.link("8000001");
    await shop.link("8000002");
    await shop.fault("POST /transactions", "status400");
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "failed");
    await shop.setStock("8000002", 4, false);
    await page.getByRole("button", { name: "差異チェックを実行" }).click();
    await page.getByRole("region", { name: "結果" }).getByText("完了").waitFor();
    const stock = page.getByRole("region", { name: "通知が届かなかった在庫数" });
    await stock.getByText(/在庫変更通知が届きませんでした/).waitFor();
    const cells = stock.getByRole("row", { name: /商品 8000002/ }).getByRole("cell");
    expect((await cells.allTextContents()).slice(1)).toEqual(["10", "4", "自動で修正"]);
    const failed = page.getByRole("region", { name: "登録されていない受注" });
    await failed.getByRole("row", { name: new RegExp(order["number"]) }).waitFor();
    await failed.getByRole("button", { name: "送り直す" }).click();
    await shop.waitForLink(order["id"], "registered");
    await failed.getByRole("button", { name: "送り直す" }).waitFor({ state: "detached" });

    await page.getByRole("main").getByRole("link", { name: "差異チェック" }).click();
    const run = page.getByRole("row", { name: /管理画面: 管理者/ });
    await run.getByText("完了").waitFor();
    await run.getByText("2件").waitFor();
    const staff = await asStaff(shop, "/reconciliations");
    await staff.getByText("差異チェックを実行できるのは、加盟店-管理者と店舗責任者です。").waitFor();
    expect(await staff.getByRole("button", { name: "差異チェックを実行" }).count()).toBe(0);
  });
});
