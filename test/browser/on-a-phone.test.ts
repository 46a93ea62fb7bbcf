import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { resetSecondStepsOf } from "../../src/accounts/second-step/second-step.ts";
import { createMerchant } from "../../src/merchants/manage-merchants.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openReader } from "../support/console.ts";
import { expectFocus, pressByTab, typeByTab } from "../support/keyboard.ts";
import { expectRoom } from "../support/room.ts";
import { openHouse, type House } from "../support/shop.ts";
import { sizes } from "../support/sizes.ts";

let house: House;
let browser: Browser;
let reader: BrowserContext;
let page: Page;
/** The address by host name, because browsers tie passkeys to one: here the machine's own. */
let url: string;
const faults: string[] = [];
beforeAll(async () => {
  house = await openHouse();
  url = house.server.url.replace("127.0.0.1", "localhost");
  browser = await openBrowser();
  reader = await openReader(browser, { faults });
  page = await reader.newPage();
  await page.setViewportSize(sizes.phone);
});
afterAll(async () => {
  await browser?.close();
  await house.close();
  expect(house.server.log()).not.toContain("a request failed");
  expect(faults).toEqual([]);
});

/** Adds a virtual device that is always unlocked. */
async function addDevice(): Promise<void> {
  const devtools = await reader.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const button = (name: string) => page.getByRole("button", { name, exact: true });
const isAtTop = () => page.getByRole("heading", { name: "加盟店TOP" }).waitFor();

async function signOut(): Promise<void> {
  await page.goto(`${url}/console/account`);
  await page.getByRole("main").getByRole("button", { name: "ログアウト", exact: true }).press("Enter");
  await page.waitForURL(`${url}/console/`);
}

async function signIn(email: string, password: string): Promise<void> {
  await page.getByLabel("メールアドレス").fill(email);
  await page.getByLabel("パスワード").fill(password);
  await page.keyboard.press("Enter");
}

describe("個人情報", () => {
  it("on a phone, by keyboard: how long buyers are kept is looked at, then saved", async () => {
    const shop = await house.openShop({ connect: false });
    const product = { name: "茶", price: 1000, taxRate: 8, variations: [{ stockManaged: false }] };
    const { body: tea } = await shop.api("POST", "/products", product);
    const line = { variationId: tea["variations"][0].id, quantity: 1 };
    const { id } = await shop.order([line], { customer: { name: "佐藤太郎" } });
    await shop.api("POST", `/orders/${id}/status`, { status: "shipped" });
    await house.database.pool.query(
      "update orders set updated_at = now() - interval '91 days' where id = $1",
      [id],
    );
    await enterByLink(reader, url + (await makeOwnerLink(house.database, shop.merchantId)));
    await page.goto(`${url}/console/settings/shop`);
    const kept = page.getByRole("region", { name: "個人情報の保存期間" });
    await typeByTab(kept.getByLabel("保存期間", { exact: true }), "90");
    await pressByTab(kept.getByRole("button", { name: "保存" }));
    await page.getByRole("dialog").getByText("受注1件と定期購入・会費0件").waitFor();
    await pressByTab(page.getByRole("dialog").getByRole("button", { name: "保存して削除する" }));
    await page.getByText("保存期間を保存しました。削除を始めます。").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.goto(`${url}/console/orders/${id}`);
    await page.getByText(/^個人情報は削除されました/).waitFor();
  });
});

describe("パスキー", () => {
  it("on a phone, by keyboard: added, signs in alone and after the password; lost, a recovery code or a reset helps", async () => {
    const { id, owner } = await createMerchant(house.database, { name: "結び商店" });
    await enterByLink(reader, url + (await makeOwnerLink(house.database, id)));
    await page.goto(`${url}/console/account`);
    await addDevice();
    const name = page.getByLabel("このパスキーの名前");
    await name.fill("店長の電話");
    await name.press("Enter");
    await button("保管しました").waitFor();
    const codes = await page
      .getByRole("list", { name: "回復コード" })
      .getByRole("listitem")
      .allTextContents();
    expect(codes).toHaveLength(10);
    await button("保管しました").press("Enter");
    await page.getByRole("row", { name: /店長の電話/ }).waitFor();
    await page.getByText("使える回復コード: 10個").waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);

    await signOut();
    await button("パスキーでログイン").press("Enter");
    await isAtTop();
    await signOut();
    await signIn(owner.email, owner.password);
    await page.getByText("2段階認証の確認をしてください。").waitFor();
    await button("パスキーで確認").press("Enter");
    await isAtTop();

    // The phone is lost: first a recovery code helps, then an owner or the operator.
    await signOut();
    await signIn(owner.email, owner.password);
    const field = page.getByLabel("確認コードまたは回復コード");
    await field.fill(codes[0] ?? "");
    await field.press("Enter");
    await isAtTop();
    await signOut();
    await resetSecondStepsOf(house.database, owner.email);
    await button("パスキーでログイン").press("Enter");
    await page.getByRole("alert").getByText("このパスキーではログインできません。").waitFor();
    await signIn(owner.email, owner.password);
    await isAtTop();
  });

  it("is removed once its owner has shown by it who they are", async () => {
    const { id } = await createMerchant(house.database, { name: "結び商店" });
    await enterByLink(reader, url + (await makeOwnerLink(house.database, id)));
    await page.goto(`${url}/console/account`);
    await button("パスキーを追加").press("Enter");
    await button("保管しました").press("Enter");
    const row = page.getByRole("row", { name: /Chrome/ });
    // Makes the confirmation by the link an hour old.
    await house.database.pool.query(
      "update sessions set confirmed_at = confirmed_at - interval '1 hour' where merchant_id = $1",
      [id],
    );
    await row.getByRole("button").press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "削除", exact: true }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "パスキーで確認" }).press("Enter");
    await page.getByText("パスキーはまだありません。").waitFor();
    await expectFocus(page.getByRole("heading", { name: "パスキー" }));
    const passkeys = "select from passkeys where merchant_id = $1";
    expect((await house.database.pool.query(passkeys, [id])).rowCount).toBe(0);
  });
});

describe("長い名前", () => {
  it("a name of a hundred letters without a place to break makes no page wider, in the console and in the shop", async () => {
    const shop = await house.openShop({ connect: false });
    const name = "Supercalifragilisticexpialidocious".repeat(3).slice(0, 100);
    const variation = { stockManaged: false, price: 9_999_999 };
    const product = { name, price: 9_999_999, taxRate: 8, published: true, variationPattern: "pattern1" };
    const variations = ["綿麻混紡長袖襟無前開作業用上着".repeat(6), name].map((each) => ({
      ...variation,
      name: each,
    }));
    const { body: made } = await shop.api("POST", "/products", { ...product, variations });
    const [one, other] = made["variations"];
    const plan = { kind: "subscription", every: { unit: "month", count: 1 }, firstOn: "2099-12-01" };
    const lines = [{ variationId: one.id, quantity: 1 }];
    const { body: planned } = await shop.api("POST", "/plans", { ...plan, lines, customer: { name } });
    await enterByLink(reader, url + (await makeOwnerLink(house.database, shop.merchantId)));
    const headers = { "sec-fetch-site": "same-origin" };
    const add = async (path: string, data: object) =>
      expect((await reader.request.post(`${url}/api/v1${path}`, { headers, data })).status()).toBe(201);
    await add("/staff", { name, email: "long@example.com", role: "manager" });
    await add("/api-keys", { name, scopes: ["read"] });
    const line = { productId: made["id"], productName: name, quantity: 1, answers: [] };
    const cart = [one, other].map((each) => ({
      ...line,
      id: each.id,
      variationId: each.id,
      variationName: each.name,
    }));
    const place = `${url}/shop/${shop.number}`;
    await page.goto(place);
    await page.evaluate(
      `localStorage.setItem("musubi-cart-${shop.number}", ${JSON.stringify(JSON.stringify(cart))})`,
    );
    for (const [address, shown] of [
      [`${url}/console/products/${made["id"]}`, page.getByRole("heading", { name })],
      [`${url}/console/plans/${planned["id"]}`, page.getByRole("heading", { name })],
      [`${url}/console/settings/staff`, page.getByRole("row", { name })],
      [`${url}/console/settings/api-keys`, page.getByRole("row", { name })],
      [`${place}/products/${made["id"]}`, page.getByRole("heading", { name })],
      [`${place}/cart`, page.getByRole("link", { name }).first()],
    ] as const) {
      await page.goto(address);
      await shown.waitFor();
      for (const size of [sizes.phone, sizes.tablet, sizes.laptop]) await expectRoom(page, size);
    }
    await page.setViewportSize(sizes.phone);
  });
});
