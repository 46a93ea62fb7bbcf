import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeOwnerLink } from "../../src/accounts/links.ts";
import { openBrowser } from "../support/browser.ts";
import { enterByLink, openReader } from "../support/console.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { openSilentWay } from "../support/silent-way.ts";
import { startServer } from "../support/server.ts";
import { openHouse, type House, type Json, type Shop } from "../support/shop.ts";

let house: House;
let browser: Browser;
let shop: Shop;
let variation: string;
let reader: BrowserContext;
let page: Page;
const faults: string[] = [];
beforeAll(async () => {
  house = await openHouse();
  browser = await openBrowser();
  shop = await house.openShop();
  variation = await shop.link("8000001");
  reader = await openReader(browser, { faults });
  const link = await makeOwnerLink(house.database, shop.merchantId);
  await enterByLink(reader, house.server.url + link);
  page = await reader.newPage();
});
afterAll(async () => {
  await browser?.close();
  await house.close();
  expect(faults).toEqual([]);
});

const at = (path: string) => `${house.server.url}/console${path}`;
const notices = () => page.locator(".notices");

async function save(more: Json): Promise<void> {
  const { body } = await shop.api("GET", "/connection");
  const { contractId, storeId, terminalId } = body;
  await shop.api("PUT", "/connection", { contractId, storeId, terminalId, enabled: true, ...more });
}

describe("what everybody has to know stands on every page", () => {
  it("B2: Smaregi's maintenance, in the words of the mode, until it is over; live", async () => {
    await save({ mode: "assured" });
    await shop.switches({ maintenance: "html503" });
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await page.goto(at("/products"));
    await notices()
      .getByText(/注文は受け付けていて、スマレジに戻りしだい順に登録します/)
      .waitFor();
    for (const path of ["/orders", "/settings/smaregi/log", "/account"]) {
      await goWithin(page, `/console${path}`);
      await notices()
        .getByText(/スマレジ/)
        .waitFor();
    }
    await shop.endMaintenance();
    await notices()
      .getByText(/スマレジ/)
      .waitFor({ state: "detached" });
    await shop.waitForLink(order["id"], "registered");
    expect(await shop.transactions()).toHaveLength(1);
  });

  it("B2: of what is sent again by itself, nobody is asked to do it", async () => {
    await shop.fault("POST /transactions", "status500", 1_000);
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await goWithin(page, "/console/");
    await page.getByText(/自動で確認・再送しているので、操作は必要ありません。/).waitFor();
    await house.control("DELETE", "/faults");
    await shop.api("POST", `/orders/${order["id"]}/status`, { status: "cancelled" });
    await shop.quiet();
    expect((await shop.api("GET", "/integration-log?state=open")).body["items"]).toEqual([]);
  });

  it("B2: another mode with orders under way says what becomes of them", async () => {
    await shop.switches({ maintenance: "html503" });
    await shop.order([{ variationId: variation, quantity: 1 }]);
    await goWithin(page, "/console/settings/smaregi");
    await page.getByLabel("標準モード").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page
      .getByRole("status")
      .filter({ hasText: /再送待ちの受注が1件あります/ })
      .waitFor();
    await shop.endMaintenance();
    await shop.quiet();
    expect((await shop.api("GET", "/connection")).body["mode"]).toBe("standard");
  });

  it("a server that goes away is said, what was entered stays, and its return is seen without a reload", async () => {
    const { port } = new URL(house.server.url);
    await goWithin(page, "/console/orders/new");
    await page.getByLabel("お名前").fill("山田 花子");
    await house.server.kill();
    await notices().getByText("サーバーとの接続が切れました。再接続しています…").waitFor();
    house.server = await startServer({ ...house.env, PORT: port });
    await notices()
      .getByText(/再接続しています/)
      .waitFor({ state: "detached" });
    expect(await page.getByLabel("お名前").inputValue()).toBe("山田 花子");
    await page.getByLabel("商品を追加").fill("8000001");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await page.getByLabel("商品を追加").press("Enter");
    await page.getByRole("button", { name: "注文を登録" }).click();
    await page.getByRole("region", { name: "スマレジ連携" }).getByText("登録済み").waitFor();
  });
});

describe("a connection that is dead, though nobody said so", () => {
  it("is noticed and opened anew, and what the page missed is read", async () => {
    const way = await openSilentWay(house.server.url);
    const waiting = await reader.newPage();
    await waiting.clock.install();
    await waiting.goto(`${way.url}/console/orders`);
    await waiting.getByRole("heading", { level: 1 }).waitFor();
    const shown = (order: Json) => waiting.getByRole("link", { name: String(order["number"]) });
    await shown(await shop.order([{ variationId: variation, quantity: 1 }])).waitFor();
    way.fallSilent();
    const missed = await shop.order([{ variationId: variation, quantity: 1 }]);
    await waiting.clock.fastForward("02:00");
    await shown(missed).waitFor();
    const told = shown(await shop.order([{ variationId: variation, quantity: 1 }]));
    await told.waitFor();
    expect(await told.count()).toBe(1);
    await waiting.close();
    await way.close();
  });
});

describe("many tabs of one browser, without https", () => {
  it("leave each other the browser's six connections: a page that nobody sees has none, and reads all when it is seen", async () => {
    const tabs: Page[] = [];
    for (let number = 1; number <= 7; number += 1) {
      const tab = await reader.newPage();
      tabs.push(tab);
      await tab.goto(at("/orders"));
      await tab.getByRole("navigation").first().waitFor();
      await see(tab, "hidden");
    }
    const [first] = tabs as [Page];
    const missed = first.getByRole("link", {
      name: String((await shop.order([{ variationId: variation, quantity: 1 }]))["number"]),
    });
    await see(first, "visible");
    await missed.waitFor();
    expect(await missed.count()).toBe(1);
    for (const tab of tabs) await tab.close();
  });
});

/**
 * Headless Chromium reports all its tabs as visible. This makes a tab report what a browser reports when its reader turns to it or
 * away.
 */
async function see(tab: Page, state: "hidden" | "visible"): Promise<void> {
  await tab.evaluate(`Object.defineProperty(document, "visibilityState", { value: "${state}", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));`);
}

describe("two people at the same order", () => {
  it("the second is told of the first one's edit, keeps what was entered, and may read it again", async () => {
    const order = await shop.order([{ variationId: variation, quantity: 1 }]);
    await shop.waitForLink(order["id"], "registered");
    await goWithin(page, `/console/orders/${order["id"]}/edit`);
    await page.getByLabel("数量").fill("3");
    await shop.api("PATCH", `/orders/${order["id"]}`, { lines: [{ variationId: variation, quantity: 2 }] });
    const told = page.getByRole("alert").filter({ hasText: "開いた後に変更されました" });
    await told.waitFor();
    expect(await page.getByLabel("数量").inputValue()).toBe("3");
    await told.getByRole("button", { name: "読み直す" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "読み直す" }).click();
    await told.waitFor({ state: "detached" });
    expect(await page.getByLabel("数量").inputValue()).toBe("2");
  });
});
