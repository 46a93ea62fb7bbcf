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

/**
 * The practice mode as a newcomer has it: the server with its local Smaregi and demo shop, and the owner signed in at the console
 * (アカウント).
 */
export type Practice = DemoShop & {
  browser: Browser;
  reader: BrowserContext;
  page: Page;
  /** Errors of the pages. */
  faults: string[];
  /** Removes all products of the shop but one from the local Smaregi, and waits until the shop notices (B8). */
  loseProducts(): Promise<void>;
  close(): Promise<void>;
};

/**
 * Starts the practice mode with its own folder and database, signs in its owner and waits until the demo shop has the till's
 * stock. `settings`: of the server.
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
    // The page with the fewest requests and the least content: each file then goes to its own start.
    await page.goto(`${demo.url}/console/account`);
    await page.locator("h1").waitFor();
    await stockIsRead(demo);
    return { ...demo, browser, reader, page, faults, loseProducts: () => loseProducts(demo) };
  });
}

/** The server is ready before it has read them: a page drawn in between shows the current state, which is still empty. */
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
  // Signals answered before the whole file is processed are queued again for the rest of it.
  await until("everything was read again", async () => {
    const { endedAt } = await api("GET", `/bulk-jobs/${job["id"]}`);
    return endedAt !== null && (await api("GET", "/status"))["waitingSignals"] === 0;
  });
}
