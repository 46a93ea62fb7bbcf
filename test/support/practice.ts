import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { testDatabase } from "./database.ts";
import { openBrowser } from "./browser.ts";
import { openReader, signInByLink } from "./console.ts";
import { demoShopOf, type DemoShop } from "./demo-shop.ts";
import { openWhole } from "./open-whole.ts";
import { startServer } from "./server.ts";

/** The practice mode as a newcomer has it: the server with its local Smaregi and demo shop, and the owner at the console. */
export type Practice = DemoShop & {
  browser: Browser;
  reader: BrowserContext;
  page: Page;
  /** What went wrong in the pages. */
  faults: string[];
  close(): Promise<void>;
};

/** Starts the practice mode on a folder and a database of its own and signs its owner in. */
export async function openPractice(): Promise<Practice> {
  return await openWhole(async (closings) => {
    const dataDir = await mkdtemp(join(tmpdir(), "musubi-practice-"));
    closings.push(() => rm(dataDir, { recursive: true, force: true }));
    const database = await testDatabase();
    closings.push(() => database.drop());
    const server = await startServer({ DATA_DIR: dataDir, DATABASE_URL: database.url });
    closings.push(() => server.stop());
    const browser = await openBrowser();
    closings.push(() => browser.close());
    const demo = demoShopOf(server);
    const faults: string[] = [];
    const reader = await openReader(browser, { faults });
    const page = await signInByLink(reader, demo.signInUrl);
    return { ...demo, browser, reader, page, faults };
  });
}
