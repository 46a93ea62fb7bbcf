import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { openBrowser } from "../test/support/browser.ts";
import { patienceMs } from "../test/support/wait.ts";
import type { Json } from "./ground.fixture.ts";
import { startSandbox } from "./start.ts";

/** The practice shop with its till page in a real browser, and a receiver for its notifications. */
export type Till = {
  url: string;
  /** All faults in any page: errors thrown, and errors in the console. */
  faults: string[];
  control(method: string, path: string, body?: object): Promise<Json>;
  /** Opens a page of this till, or of another one if the address is complete. */
  open(path?: string, size?: { width: number; height: number }): Promise<Page>;
  close(): Promise<void>;
};

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

/** Opens it. Call `close` after all tests. */
export async function openTill(): Promise<Till> {
  const receiver = createServer((request, response) => {
    request.resume().on("end", () => response.end());
  });
  await new Promise<void>((done) => receiver.listen(0, "127.0.0.1", done));
  const [sandbox, browser] = await Promise.all([startSandbox({ seed: true }), openBrowser()]);
  const faults: string[] = [];
  const till: Till = {
    url: sandbox.url,
    faults,
    control: async (method, path, body) => {
      const init = body === undefined ? {} : { body: JSON.stringify(body) };
      return await (await fetch(`${sandbox.url}/_sandbox${path}`, { method, ...init })).json();
    },
    open: async (path = "/till", size = desktop) => {
      const page = await browser.newPage({ viewport: size, locale: "ja-JP", hasTouch: size.width < 800 });
      page.setDefaultTimeout(patienceMs);
      page.on("pageerror", (error) => faults.push(String(error)));
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      await page.goto(new URL(path, sandbox.url).href);
      // Only from this moment is the page told what happens.
      await page.locator("#state[data-on]").waitFor({ state: "attached" });
      return page;
    },
    close: async () => {
      await browser.close();
      await sandbox.close();
      receiver.closeAllConnections();
      await new Promise((done) => receiver.close(done));
    },
  };
  const { port } = receiver.address() as AddressInfo;
  await till.control("PUT", "/webhook", { url: `http://127.0.0.1:${port}/` });
  return till;
}

/** A till like that of a big shop: one store, one terminal, and `size` products, each with 5 in stock. */
export const bigContract = (size: number) => {
  const ids = Array.from({ length: size }, (_, index) => String(index + 1));
  return {
    stores: [{ storeId: "1", storeName: "大きな店" }],
    terminals: [{ storeId: "1", terminalId: "1", terminalName: "レジ1" }],
    products: ids.map((productId) => ({
      productId,
      productName: `商品 ${productId.padStart(5, "0")}`,
      productCode: `49${productId.padStart(11, "0")}`,
      price: 100 + Number(productId),
    })),
    stock: ids.map((productId) => ({ storeId: "1", productId, stockAmount: 5 })),
  };
};
