import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { addStaff } from "../../src/accounts/staff.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { expectRoom } from "../support/room.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openReader } from "../support/console.ts";
import { sharedHouse, type SharedHouse } from "../support/shared-house.ts";
import { patient, type Shop, type ShopOptions } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let house: SharedHouse;
let browser: Browser;
/** Each test signs in people of its own, in place of the earlier ones: an owner in one browser, a staff member in the other. */
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

/** Opens an owner's page of a new shop. */
async function open(path: string, options?: ShopOptions): Promise<{ shop: Shop; page: Page }> {
  const shop = await house.openShop(options);
  const { reader, page } = owners;
  await enterByLink(reader, await linkOf(shop.merchantId));
  await page.goto(at(path));
  return { shop, page };
}

const coffee = { productId: "8000001", productName: "珈琲", price: 1000 };
/** Two stores with one terminal each; only the first has stock. */
const twoStores = {
  clientId: "client",
  clientSecret: "secret",
  stores: [
    { storeId: "1", storeName: "本店" },
    { storeId: "2", storeName: "支店" },
  ],
  terminals: [
    { storeId: "1", terminalId: "2", terminalName: "オンライン" },
    { storeId: "2", terminalId: "3", terminalName: "支店のオンライン" },
  ],
  products: ["8000001", "8000002"].map((productId) => ({ productId, productName: "商品", price: 1000 })),
  stock: ["8000001", "8000002"].map((productId) => ({ productId, storeId: "1", stockAmount: 10 })),
};

const terminals = [
  { storeId: "1", terminalId: "2", terminalName: "ほかの店の端末" },
  { storeId: "1", terminalId: "3", terminalName: "壊れた端末", useStopDivision: "1" },
  { storeId: "1", terminalId: "4", terminalName: "ネット用" },
];
/** A contract with a store of each kind; its terminal 2 belongs to the shop that is opened with it. */
const fourStores = {
  clientId: "client",
  clientSecret: "secret",
  stores: [
    { storeId: "1", storeName: "本店" },
    { storeId: "2", storeName: "閉じた店", pauseFlag: "1" },
    { storeId: "3", storeName: "古い店", sumProcDivision: "0" },
    { storeId: "4", storeName: "品物置き場", division: "2" },
  ],
  terminals,
};
const wholeTerminals = {
  ...fourStores,
  terminals: terminals.map((each) => ({ ...each, useStopDivision: "0" })),
};

/** Opens the same page as a person with fewer rights. */
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

  it("P3, P12: another store that would empty the shop is asked about before it is saved, with what falls", async () => {
    const { page, shop } = await open("", { contract: twoStores });
    const variation = await shop.link("8000001");
    const other = await shop.link("8000002");
    await page.getByLabel("店舗ID").fill("2");
    await page.getByLabel("端末ID").fill("3");
    await page.getByRole("button", { name: "保存" }).click();
    const question = page.getByRole("dialog", { name: "在庫数が0になる商品があります" });
    await question.getByText("2件の在庫数が変わります(合計 20 → 0)。").waitFor();
    await question.getByText(/2件が0になります。うち2件は、この店舗に在庫の記録がないためです。/).waitFor();
    await question.getByRole("listitem").filter({ hasText: "商品 8000001" }).getByText("10").waitFor();
    await question.getByRole("button", { name: "やめる" }).click();
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ storeId: "1" });
    expect(await page.getByLabel("店舗ID").inputValue()).toBe("2");
    await page.getByRole("button", { name: "保存" }).click();
    await question.getByRole("button", { name: "0になってよいので保存する" }).press("Enter");
    await page.getByText("スマレジ連携設定を保存しました。").waitFor();
    for (const each of [variation, other]) await shop.waitForQuantity(each, 0);
    expect((await shop.api("GET", "/status")).body["zeroQuestion"]).toBeNull();
  });

  describe("of one shop", () => {
    let page: Page;
    let shop: Shop;
    beforeAll(async () => {
      ({ page, shop } = await open(""));
    });

    it("asks before it is left unsaved", async () => {
      await page.getByLabel("端末ID").fill("1");
      await page.getByRole("link", { name: "スマレジ連携ログ" }).first().click();
      const question = page.getByRole("dialog", { name: "保存していない変更があります" });
      await question.getByRole("button", { name: "やめる" }).click();
      await question.waitFor({ state: "detached" });
      expect(await page.getByLabel("端末ID").inputValue()).toBe("1");
      await page.getByRole("link", { name: "スマレジ連携ログ" }).first().click();
      await question.getByRole("button", { name: "保存せずに離れる" }).click();
      await page.getByRole("heading", { level: 1, name: "スマレジ連携ログ" }).waitFor();
      await goWithin(page, "/console/settings/smaregi");
    });

    it("never shows a secret again: says that one is saved, and keeps it where it is left empty", async () => {
      await page.getByLabel("クライアントID").fill("client");
      await page.getByRole("button", { name: "保存" }).click();
      await page
        .getByText("クライアントIDを設定・変更するときは、シークレットも入力してください。")
        .waitFor();
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

    it("of two owners the second takes nothing back of what the first saved: neither the switch nor a payment method", async () => {
      const part = page.getByRole("region", { name: "支払方法の連携" });
      await part.getByRole("button", { name: "支払方法を追加" }).click();
      await part.getByRole("textbox").first().fill("店頭払い");
      await page.getByLabel("標準モード").check();
      const { body } = await shop.api("GET", "/connection");
      await shop.api("PUT", "/connection", { ...body, clientId: undefined, enabled: false });
      const items = [{ name: "代金引換", smaregi: "cash" }];
      await shop.api("PUT", "/connection/payment-methods", { items });
      await part.getByRole("button", { name: "支払方法を設定する" }).click();
      await page.getByText(/支払方法を設定しました/).waitFor();
      expect((await shop.api("GET", "/connection/payment-methods")).body["items"]).toEqual([
        { name: "店頭払い", smaregi: "cash" },
        ...items,
      ]);
      await page.getByRole("button", { name: "保存", exact: true }).click();
      await page.getByText("保存していない変更があります").waitFor({ state: "detached" });
      expect((await shop.api("GET", "/connection")).body).toMatchObject({ enabled: false, mode: "standard" });
    });

    it("C1: a place that another shop has stands beside the field; removing asks once and says what happens", async () => {
      const other = await house.openShop();
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
  });

  it("is only read by those who may not change it", async () => {
    const shop = await house.openShop();
    const page = await asStaff(shop, "");
    await page.getByText("連携設定を変更できるのは、加盟店-管理者です。").waitFor();
    await page.getByRole("region", { name: "連携設定" }).getByText(shop.contractId).waitFor();
    expect(await page.getByRole("button", { name: /保存|削除|テスト/ }).count()).toBe(0);
  });
});

describe("連携をはじめる", () => {
  const step = (page: Page, name: string) => page.getByRole("listitem").filter({ hasText: name });
  const now = (page: Page) => page.locator("li[aria-current=step]");

  it("C1, C6, P8, P11: by mouse from a sign-in to a switch that is turned on nevertheless; left in the middle and taken up; told until a test is green", async () => {
    const { contractId } = await house.openShop({ contract: fourStores });
    const { id, number } = await createMerchant(house.database, { name: "はじめる店" });
    const { reader, page } = owners;
    await enterByLink(reader, await linkOf(id));
    await page.goto(at("/start"));
    await now(page)
      .getByText(new RegExp(`加盟店番号 ${number} `))
      .waitFor({ state: "attached" });
    for (const width of [390, 820, 1280]) await expectRoom(page, { width, height: 900 });
    await now(page).getByRole("button", { name: "スマレジでログイン" }).click();
    await page.getByRole("combobox").selectOption(contractId);
    await page.getByRole("button", { name: "契約の管理者としてログイン" }).click();

    const store = now(page).getByRole("radiogroup", { name: "店舗" });
    await store.getByText("休止中").waitFor();
    await store.getByText("手動締め").waitFor();
    await store.getByText("倉庫", { exact: true }).last().waitFor();
    await now(page).getByRole("button", { name: "保存して次へ" }).click();
    await now(page).getByText("店舗を選んでください。").waitFor();
    for (const width of [390, 820, 1280]) await expectRoom(page, { width, height: 900 });
    await store.getByRole("radio", { name: /本店/ }).check();
    const terminal = now(page).getByRole("radiogroup", { name: "端末" });
    // The other shop's terminal cannot be chosen; one of the two others is out of use.
    expect(await terminal.getByRole("radio", { name: /ほかの加盟店が使用中/ }).isDisabled()).toBe(true);
    expect(await terminal.getByRole("radio", { name: /ネット用/ }).isChecked()).toBe(true);
    await terminal.getByRole("radio", { name: /使用停止中/ }).check();
    await now(page).getByRole("button", { name: "保存して次へ" }).click();
    await now(page).getByRole("button", { name: "接続テストを実行" }).waitFor();

    // The reader leaves here; the top page leads back to this step.
    await page.goto(`${house.server.url}/console/`);
    await page
      .getByRole("region", { name: "はじめに" })
      .getByRole("link", { name: "連携をはじめる" })
      .click();
    await now(page).getByRole("button", { name: "接続テストを実行" }).click();
    await now(page).getByText("端末「壊れた端末」は使用停止中です。").waitFor();
    for (const width of [390, 820, 1280]) await expectRoom(page, { width, height: 900 });
    await now(page).getByRole("button", { name: "このまま次へ進む" }).click();
    await now(page).getByText("接続テストで確認できていない項目があります").waitFor();
    await now(page).getByText("在庫数が変わる商品はありません。").waitFor();
    for (const width of [390, 820, 1280]) await expectRoom(page, { width, height: 900 });
    await now(page).getByRole("button", { name: "確認できないまま有効にする" }).click();
    const question = page.getByRole("dialog", { name: "確認できないまま有効にしますか?" });
    await question.getByRole("button", { name: "確認できないまま有効にする" }).click();
    await page.getByRole("heading", { name: "スマレジ連携は有効です" }).waitFor();

    await page.getByRole("link", { name: "加盟店TOPへ" }).click();
    const warning = page.getByRole("region", {
      name: "接続テストで確認できないまま、連携を有効にしています",
    });
    await warning.getByText(/管理画面: 管理者が有効にしました/).waitFor();
    await house.control("PUT", `/contracts/${contractId}`, wholeTerminals);
    await warning.getByRole("link", { name: "接続テストへ" }).click();
    await page.getByRole("button", { name: "接続テストを実行" }).click();
    await page.getByText("すべて確認できました。", { exact: true }).waitFor();
    await page.getByRole("link", { name: "加盟店TOP" }).first().click();
    await page.getByRole("region", { name: "スマレジとの連携" }).waitFor();
    // The page shows what it knew until it is read again.
    await warning.waitFor({ state: "detached" });
    expect(await warning.count()).toBe(0);
  });

  it("P11, P12: by keyboard alone: what the quantities become is seen before it is switched on, and the focus goes along", async () => {
    const shop = await house.openShop({ connect: false, products: [coffee] });
    const variation = await shop.link("8000001");
    const { reader, page } = owners;
    await enterByLink(reader, await linkOf(shop.merchantId));
    await page.goto(at("/start"));
    const tabTo = async (name: string | RegExp) => {
      const wanted = now(page).getByRole("button", { name }).or(now(page).getByRole("radio", { name }));
      await wanted.waitFor();
      await until(`the focus is on ${String(name)}`, async () => {
        await page.keyboard.press("Tab");
        return (await wanted.and(page.locator(":focus")).count()) === 1;
      });
    };
    await tabTo(/本店/);
    await page.keyboard.press("Space");
    await tabTo(/レジ/);
    await page.keyboard.press("ArrowDown");
    await tabTo("保存して次へ");
    await page.keyboard.press("Enter");
    await now(page).getByRole("button", { name: "接続テストを実行" }).waitFor();
    await tabTo("接続テストを実行");
    await page.keyboard.press("Enter");
    await now(page).getByText("1件の在庫数が変わります(合計 0 → 10)。").waitFor();
    await step(page, "接続テスト")
      .getByText(/にすべて確認できました。/)
      .waitFor();
    await tabTo("有効にする");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "スマレジ連携は有効です" }).waitFor();
    expect((await shop.api("GET", "/connection")).body).toMatchObject({ enabled: true, terminalId: "2" });
    expect((await shop.api("GET", "/status")).body["connection"]).not.toHaveProperty("forced");
    await shop.waitForQuantity(variation, 10);
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
    // With the price that `link` gives them here.
    const products = ["珈琲", "マグカップ"].map((productName, nth) => {
      return { productId: String(8_000_001 + nth), productName, price: 1000 };
    });
    const { page, shop } = await open("/reconciliations", { products });
    await page.getByText(/実行履歴はまだありません/).waitFor();
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
