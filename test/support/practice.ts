import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { testDatabase } from "./database.ts";
import { openBrowser } from "./browser.ts";
import { enterByLink, openReader } from "./console.ts";
import { demoShopOf, type DemoShop } from "./demo-shop.ts";
import { openWhole } from "./open-whole.ts";
import { startServer } from "./server.ts";
import type { Json } from "./shop.ts";
import { until } from "./wait.ts";

/** The practice mode as a newcomer has it: the server with its local Smaregi and demo shop, and the owner at the console (アカウント). */
export type Practice = DemoShop & {
  browser: Browser;
  reader: BrowserContext;
  page: Page;
  /** What went wrong in the pages. */
  faults: string[];
  /** Leaves the local Smaregi one product of its shop's, and waits until the others were missed (B8). */
  loseProducts(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the practice mode on a folder and a database of its own, signs its owner in and waits until the demo shop's stock is
 * the till's. `settings`: of the server.
 */
export async function openPractice(settings: Record<string, string> = {}): Promise<Practice> {
  return await openWhole(async (closings) => {
    const dataDir = await mkdtemp(join(tmpdir(), "musubi-practice-"));
    closings.push(() => rm(dataDir, { recursive: true, force: true }));
    const database = await testDatabase();
    closings.push(() => database.drop());
    const server = await startServer({ ...settings, DATA_DIR: dataDir, DATABASE_URL: database.url });
    closings.push(() => server.stop());
    const browser = await openBrowser();
    closings.push(() => browser.close());
    const demo = demoShopOf(server);
    const faults: string[] = [];
    const reader = await openReader(browser, { faults });
    await enterByLink(reader, demo.signInUrl);
    const page = await reader.newPage();
    // The page that asks and shows least: each file goes where it begins.
    await page.goto(`${demo.url}/console/account`);
    await page.locator("h1").waitFor();
    await stockIsRead(demo);
    return { ...demo, browser, reader, page, faults, loseProducts: () => loseProducts(demo) };
  });
}

/** A server is ready before it has read them: a page that is drawn in between shows what stands, which is nothing yet. */
async function stockIsRead({ api }: DemoShop): Promise<void> {
  await until("the demo shop's stock is read", async () => {
    const items = (await api("GET", "/products?limit=200"))["items"] as Json[];
    const variations = items.flatMap((item) => item["variations"] as Json[]);
    return variations.every((variation) => variation["sync"].state !== "waiting");
  });
}

async function loseProducts({ api, smaregi }: DemoShop): Promise<void> {
  await smaregi("PUT", "/contracts/sb_musubi", {
    clientId: "musubi-practice",
    clientSecret: "musubi-practice-secret",
    stores: [{ storeId: "1", storeName: "結び 本店" }],
    terminals: [{ storeId: "1", terminalId: "2", terminalName: "オンラインショップ" }],
    products: [{ productId: "8000001", productName: "結びブレンド珈琲 200g", price: 1296 }],
    stock: [{ productId: "8000001", storeId: "1", stockAmount: 24 }],
  });
  const job = await api("POST", "/products/bulk-change", (await api("GET", "/products.csv"))["text"]);
  // What is answered before the whole file is through is asked again for the rest of it.
  await until("everything was read again", async () => {
    const { endedAt } = await api("GET", `/bulk-jobs/${job["id"]}`);
    return endedAt !== null && (await api("GET", "/status"))["waitingSignals"] === 0;
  });
}
