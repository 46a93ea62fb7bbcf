import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { openBrowser } from "./browser.ts";
import { openReader, signInByLink } from "./console.ts";
import { startServer } from "./server.ts";
import type { Json } from "./shop.ts";

/** The practice mode as a newcomer has it: the server with its local Smaregi and demo shop, and the owner at the console. */
export type Practice = {
  url: string;
  browser: Browser;
  reader: BrowserContext;
  page: Page;
  /** What went wrong in the pages. */
  faults: string[];
  /** The merchant API, with the demo's key. */
  api(method: string, path: string, body?: object): Promise<Json>;
  /** Sells one piece at the till of the local Smaregi. */
  sell(productId: string): Promise<void>;
  close(): Promise<void>;
};

/** Starts the practice mode on a folder of its own and signs its owner in. */
export async function openPractice(): Promise<Practice> {
  const dataDir = await mkdtemp(join(tmpdir(), "musubi-practice-"));
  const [server, browser] = await Promise.all([startServer({ DATA_DIR: dataDir }), openBrowser()]);
  const said = (what: RegExp): string => what.exec(server.said())?.[1] ?? "";
  const faults: string[] = [];
  const reader = await openReader(browser, { faults });
  const page = await signInByLink(reader, said(/管理画面: (\S+)/));
  const till = new URL(said(/(\S+\/till)/)).origin;
  return {
    url: server.url,
    browser,
    reader,
    page,
    faults,
    api: async (method, path, body) => {
      const response = await fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${said(/API key (\S+)/)}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return text === "" ? {} : (JSON.parse(text) as Json);
    },
    sell: async (productId) => {
      const sale = { storeId: "1", terminalId: "1", lines: [{ productId, quantity: 1 }] };
      const response = await fetch(`${till}/_sandbox/contracts/sb_musubi/sales`, {
        method: "POST",
        body: JSON.stringify(sale),
      });
      if (!response.ok) throw new Error(`The sale was refused: ${await response.text()}`);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
