import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startSandbox } from "./start.ts";
import { bigContract, openTill, phone, type Till } from "./till-page.fixture.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till?.close());
beforeEach(() => {
  till.faults.length = 0;
});

describe("the till page with shops of every size", () => {
  it("shows 3,000 products in parts, and finds each by name, code and ID", async () => {
    await till.control("PUT", "/contracts/sb_big", bigContract(3000));
    const page = await till.open("/till?contract=sb_big");
    const goods = page.locator("#goods button");
    await page.locator("#goods-count", { hasText: "3,000件" }).waitFor();
    expect(await goods.count()).toBe(120);
    await page.getByRole("button", { name: "さらに表示(残り 2,880件)" }).click();
    expect(await goods.count()).toBe(240);
    expect(await page.locator("#goods button:focus").textContent()).toContain("商品 00121");
    for (const words of ["商品 02999", "4900000002999", "2999"]) {
      await page.locator("#search").fill(words);
      await page.locator("#goods-count", { hasText: /^1件$/ }).waitFor();
      expect(await goods.textContent()).toContain("商品 02999");
    }
    await page.locator("#search").press("Enter");
    await page.locator("#total", { hasText: "3,099円" }).waitFor();
    await page.getByRole("link", { name: "在庫の修正" }).click();
    await page.locator("#stock-rest", { hasText: "ほかに2,940件" }).waitFor();
    expect(await page.locator("#stock-list li").count()).toBe(60);
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("says what to do where a contract has no products, and shows the first one at once", async () => {
    await till.control("PUT", "/contracts/sb_none", { stores: [{ storeId: "1" }] });
    const page = await till.open("/till?contract=sb_none");
    await page.getByRole("heading", { name: "この契約には、まだ商品がありません。" }).waitFor();
    await page.getByText("この契約には端末がない").waitFor();
    const call = (await page.locator("#no-goods-call").textContent()) ?? "";
    expect(call).toContain(`${till.url}/_sandbox/contracts/sb_none/products`);
    const small = await till.open("/till?contract=sb_none", phone);
    await small.locator("#no-goods").waitFor();
    expect(await small.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    await small.close();
    // The command that the page shows works as it is.
    const body = /-d '([^']+)'/.exec(call)?.[1] ?? "";
    await fetch(`${till.url}/_sandbox/contracts/sb_none/products`, { method: "POST", body });
    await page.locator("#goods button", { hasText: "珈琲" }).waitFor();
    expect(await page.locator("#no-goods").isVisible()).toBe(false);
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("says what to do where there is no contract at all, and takes the first that comes", async () => {
    const bare = await startSandbox();
    const page = await till.open(`${bare.url}/till`);
    await page.getByRole("heading", { name: "契約が、まだありません。" }).waitFor();
    const call = (await page.locator("#no-goods-call").textContent()) ?? "";
    const [, address = "", body = ""] = /PUT (\S+)[^']*'([^']+)'/.exec(call) ?? [];
    await fetch(address, { method: "PUT", body });
    await page.locator("#goods button", { hasText: "珈琲" }).click();
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#sold-receipt", { hasText: "500円" }).waitFor();
    expect(till.faults).toEqual([]);
    await page.close();
    await bare.close();
  });

  it("says that the connection is away, does not call an unclear sale done, and heals by itself", async () => {
    const folder = await mkdtemp(join(tmpdir(), "musubi-till-"));
    const file = join(folder, "sandbox.jsonl");
    const first = await startSandbox({ seed: true, file });
    const page = await till.open(`${first.url}/till`);
    await page.locator("#goods button", { hasText: "急須" }).click();
    await first.close();
    await page.locator("#away", { hasText: "接続が切れています" }).waitFor();
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#message", { hasText: "登録されたか分かりません" }).waitFor();
    expect(await page.locator("#total").textContent()).toBe("6,600円");

    const second = await startSandbox({ port: first.port, file });
    await fetch(`${second.url}/_sandbox/contracts/sb_musubi/stock`, {
      method: "POST",
      body: JSON.stringify({ changes: [{ productId: "8000013", storeId: "1", stockAmount: 30 }] }),
    });
    await page.locator("#state[data-on]").waitFor({ state: "attached" });
    await page.locator("#away").waitFor({ state: "hidden" });
    // The page shows what happened meanwhile, and the sale is still open.
    await page.locator("#goods button", { hasText: "急須" }).getByText("在庫 30").waitFor();
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#goods button", { hasText: "急須" }).getByText("在庫 29").waitFor();
    await page.close();
    await second.close();
    await rm(folder, { recursive: true, force: true });
  });
});
