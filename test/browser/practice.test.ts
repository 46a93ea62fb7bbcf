import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { openReader, pressLink } from "../support/console.ts";
import { demoShopOf } from "../support/demo-shop.ts";
import { startServer, type Server } from "../support/server.ts";
import type { Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let dataDir: string;
let server: Server;
let browser: Browser;
const faults: string[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "musubi-browser-"));
  server = await startServer({ DATA_DIR: dataDir });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(url: string, size = { width: 1280, height: 900 }): Promise<Page> {
  const page = await browser.newPage({ viewport: size, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(url);
  return page;
}

/** The till, from where the shop's page links to it. Only when it says that it is connected it is told of what happens. */
async function openTill(shop: Page, size?: { width: number; height: number }): Promise<Page> {
  const address = (await shop.getByRole("link", { name: /レジ/ }).getAttribute("href")) ?? "";
  const till = await open(address, size);
  await till.locator("#state[data-on]").waitFor({ state: "attached" });
  return till;
}

const table = (page: Page, name: string) => page.getByRole("table", { name });
const quantityOf = (page: Page, product: string) =>
  table(page, "商品と在庫数").getByRole("row", { name: product }).getByRole("cell").last();

describe("練習モード in a browser", () => {
  it("a sale on the till page changes the number on the shop's page, live; an order shows on the till", async () => {
    const shop = await open(server.url);
    const mug = quantityOf(shop, "マグカップ 白");
    await mug.filter({ hasText: /^10$/ }).waitFor();
    const till = await openTill(shop);
    await till.getByRole("button", { name: /マグカップ 白/ }).click();
    await till.getByRole("button", { name: "マグカップ 白を増やす" }).click();
    expect(await till.locator("#total").textContent()).toBe("3,960円");
    await till.getByRole("button", { name: "売上を登録" }).click();
    await mug.filter({ hasText: /^8$/ }).waitFor();
    await till.locator("#effects li", { hasText: "マグカップ 白 10 → 8" }).waitFor();

    const { api } = demoShopOf(server);
    const { items } = await api("GET", "/products");
    const tea = items.find((item: Json) => item["name"].startsWith("宇治煎茶"))?.variations[0]?.id;
    await api("POST", "/orders", {
      kind: "normal",
      lines: [{ variationId: tea, quantity: 2 }],
      shippingFee: 550,
    });
    await till.getByRole("link", { name: "取引" }).click();
    const row = till.locator("#books tr", { hasText: "オンラインショップ" });
    await row.waitFor();
    expect(await row.textContent()).toContain("宇治煎茶 100g × 2");
    expect(await row.textContent()).toContain("受注 00000001");
    expect(await row.textContent()).toContain("2,710円");
    await table(shop, "在庫の動き").getByRole("row", { name: "受注 00000001" }).waitFor();

    // 取消 at the till gives the stock back to the shop, after one question.
    await till.getByRole("button", { name: "取引 1 を取消" }).click();
    await till.getByRole("button", { name: "取引 1 を取り消す" }).click();
    await mug.filter({ hasText: /^10$/ }).waitFor();
    await till.getByRole("link", { name: "レジ" }).click();
    await till
      .getByRole("button", { name: /宇治煎茶/ })
      .getByText("在庫 38")
      .waitFor();
    expect(faults).toEqual([]);
  });

  it("fits a phone: nothing is wider than the screen", async () => {
    const size = { width: 390, height: 844 };
    const shop = await open(server.url, size);
    await quantityOf(shop, "マグカップ 白").waitFor();
    const till = await openTill(shop, size);
    await till.locator("#goods button").first().waitFor();
    for (const page of [shop, till]) {
      const width = await page.evaluate("document.documentElement.scrollWidth");
      expect(width).toBeLessThanOrEqual(390);
    }
  });

  it("its entrance leads to the console and the shop", async () => {
    const reader = await openReader(browser, { faults });
    const page = await reader.newPage();
    await page.goto(server.url);
    await page.getByRole("button", { name: "管理画面を開く" }).press("Enter");
    await page.getByRole("heading", { name: "ログイン" }).waitFor();
    await pressLink(page);
    await page.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    await page.goto(server.url);
    await page.getByRole("link", { name: "ショップを開く" }).press("Enter");
    await page.getByRole("heading", { name: "商品一覧" }).waitFor();
    expect(faults.splice(0)).toEqual([]);
    await reader.close();
  });

  it("a fault that is switched on at the till shows in the live panel, and ends with its reset", async () => {
    const shop = await open(server.url);
    const till = await openTill(shop);
    await till.getByRole("link", { name: "障害の練習" }).click();
    await till.getByLabel("通知の秘密ヘッダー").selectOption("wrong");
    await till.getByRole("link", { name: "レジ" }).click();
    await till.getByRole("button", { name: /木のスプーン/ }).click();
    await till.getByRole("button", { name: "売上を登録" }).click();
    await till.locator("#live .bad", { hasText: "401" }).first().waitFor();
    await till.getByRole("link", { name: /障害の練習中/ }).click();
    await till.getByRole("button", { name: "すべて元に戻す" }).click();
    await until("the switch is back", async () => {
      return (await till.getByLabel("通知の秘密ヘッダー").inputValue()) === "correct";
    });
    await till.getByRole("link", { name: "レジ" }).click();
    await till.getByRole("button", { name: /木のスプーン/ }).click();
    await till.getByRole("button", { name: "売上を登録" }).click();
    const spoon = quantityOf(shop, "木のスプーン");
    await spoon.filter({ hasText: /^13$/ }).waitFor();
    expect(await spoon.textContent()).toBe("13");
  });
});
