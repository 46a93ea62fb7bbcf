import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox, type Sandbox } from "./start.ts";

let sandbox: Sandbox;
let browser: Browser;
const faults: string[] = [];
beforeAll(async () => {
  const executablePath = process.env["CHROME_PATH"] ?? (await chromium.executablePath());
  // Plain arguments: the package's own ones crash now and then.
  const args = ["--no-sandbox", "--disable-gpu"];
  [sandbox, browser] = await Promise.all([
    startSandbox({ seed: true }),
    playwright.launch({ executablePath, args }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.close();
});
beforeEach(() => {
  faults.length = 0;
});

const control = async (method: string, path: string, body?: object) => {
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  return await (await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init })).json();
};
async function open(path = "/", width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 860 }, locale: "ja-JP" });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  await page.goto(`${sandbox.url}${path}`);
  await page.locator("#goods button").first().waitFor();
  return page;
}

describe("the till page", () => {
  it("sells, takes back and mends stock, with the numbers moving as it happens", async () => {
    const page = await open();
    const tea = page.locator("#goods button", { hasText: "宇治煎茶" });
    await tea.click();
    await page.getByRole("button", { name: "宇治煎茶 100gを増やす" }).click();
    expect(await page.locator("#total").textContent()).toBe("2,160円");
    expect(await page.locator("#taxes").textContent()).toBe("8%対象 2,160円内税 160円");
    await page.getByRole("button", { name: "売上を登録" }).click();
    await tea.getByText("在庫 38").waitFor();
    await page.getByRole("button", { name: "取引 1 を取消" }).click();
    await tea.getByText("在庫 40").waitFor();
    await page.locator("#books tr", { hasText: "取消済" }).waitFor();
    await page.locator("#adjust-product").selectOption("8000017");
    await page.locator("#adjust-amount").fill("6");
    await page.getByRole("button", { name: "修正" }).click();
    await page.locator("#goods button", { hasText: "トートバッグ" }).getByText("在庫 6").waitFor();
    await page.locator("#live li", { hasText: "トートバッグ" }).waitFor();
    expect(faults).toEqual([]);
    await page.close();
  });

  it("shows faults that are on, wherever they were switched, and puts all right with one button", async () => {
    const page = await open();
    await control("PATCH", "/switches", { maintenance: "html503" });
    await page.locator("#practising", { hasText: "メンテナンス" }).waitFor();
    await page.getByRole("button", { name: "取引登録: 登録して無応答" }).click();
    await page.locator("#waiting", { hasText: "登録して無応答" }).waitFor();
    await fetch(`${sandbox.url}/sb_musubi/pos/stock`);
    await page.locator("#live .bad", { hasText: "503" }).waitFor();
    await page.getByRole("button", { name: "すべて元に戻す" }).click();
    await page.locator("#practising").waitFor({ state: "hidden" });
    expect(await control("GET", "/faults")).toEqual([]);
    expect(await control("GET", "/switches")).toMatchObject({ maintenance: "off" });
    await page.close();
  });

  it("shows names as text, whatever they hold, of the contract that the address names", async () => {
    const evil = '<img src=x onerror="document.title=1"><b>悪</b>';
    await control("PUT", "/contracts/sb_evil", {
      stores: [{ storeId: "1", storeName: evil }],
      terminals: [{ storeId: "1", terminalId: "1", terminalName: evil }],
      products: [{ productId: "1", productName: evil, price: 10 }],
    });
    const lines = [{ productId: "1", quantity: 1 }];
    await control("POST", "/contracts/sb_evil/sales", { storeId: "1", terminalId: "1", lines });
    const page = await open("/till?contract=sb_evil");
    await page.locator("#goods button", { hasText: "<b>悪</b>" }).click();
    await page.locator("#books tr", { hasText: "<b>悪</b>" }).first().waitFor();
    expect(await page.locator("#store").textContent()).toBe(evil);
    expect(await page.locator("main img, main b b").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
    await control("DELETE", "/contracts/sb_evil");
    await page.close();
  });

  it("fits a phone: nothing is wider than its screen", async () => {
    const page = await open("/till", 390);
    await page.locator("#goods button").first().click();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await page.close();
  });
});
