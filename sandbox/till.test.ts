import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSilentWay } from "../test/support/silent-way.ts";
import { openTill, type Till } from "./till-page.fixture.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till?.close());
beforeEach(() => {
  till.faults.length = 0;
});

describe("the till page", () => {
  it("sells, takes back after one question, and mends stock, with the numbers moving as it happens", async () => {
    const page = await till.open();
    const tea = page.locator("#goods button", { hasText: "宇治煎茶" });
    await tea.click();
    await page.getByRole("button", { name: "宇治煎茶 100gを増やす" }).click();
    expect(await page.locator("#total").textContent()).toBe("2,160円");
    expect(await page.locator("#taxes").textContent()).toBe("8%対象 2,160円内税 160円");
    await page.getByRole("button", { name: "売上を登録" }).click();
    await tea.getByText("在庫 38").waitFor();

    await page.getByRole("link", { name: "取引" }).click();
    await page.getByRole("button", { name: "取引 1 を取消" }).click();
    const question = page.getByRole("dialog", { name: "取引 1 を取り消しますか?" });
    expect(await question.textContent()).toContain("宇治煎茶 100g × 2");
    expect(await question.textContent()).toContain("売上 2,160円 がなくなります");
    await question.getByRole("button", { name: "やめる" }).click();
    expect(await till.control("GET", "/contracts/sb_musubi/transactions")).toMatchObject([
      { cancelDivision: "0" },
    ]);
    await page.getByRole("button", { name: "取引 1 を取消" }).click();
    await question.getByRole("button", { name: "取引 1 を取り消す" }).click();
    await page.locator("#books tr", { hasText: "取消済" }).waitFor();
    await page.locator("#done", { hasText: "取引 1 を取り消しました" }).waitFor();

    await page.getByRole("link", { name: "在庫の修正" }).click();
    await page.locator("#stock-list li", { hasText: "宇治煎茶" }).getByText("在庫 40").waitFor();
    await page.locator("#stock-search").fill("トート");
    await page.getByRole("button", { name: "トートバッグ(新作)の在庫を修正" }).click();
    await page.getByLabel("数", { exact: true }).fill("多い");
    await page.getByRole("button", { name: "在庫を修正する" }).click();
    expect(await page.locator("#adjust-problem").textContent()).toContain("数字で入れてください");
    // Typed as a Japanese keyboard does it.
    await page.getByLabel("数", { exact: true }).fill("６");
    expect(await page.locator("#adjust-after").textContent()).toBe("0 → 6");
    await page.getByRole("button", { name: "在庫を修正する" }).click();
    await page.locator("#stock-list li", { hasText: "トートバッグ" }).getByText("在庫 6").waitFor();
    await page.locator("#live li", { hasText: "トートバッグ(新作) 0 → 6" }).waitFor();
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("marks what the online shop sold with its order's number, and says what a cancellation of it does not do", async () => {
    const bearer = await token();
    const line = { transactionDetailId: "1", transactionDetailDivision: "1", productId: "8000002" };
    const order = {
      transactionHeadDivision: "1",
      subtotal: "1080",
      total: "1630",
      carriage: "550",
      storeId: "1",
      terminalId: "2",
      terminalTranId: "77",
      terminalTranDateTime: "2026-11-24T09:00:00+09:00",
      memo: "00000042",
      details: [{ ...line, salesPrice: "1080", quantity: "1" }],
    };
    const page = await till.open("/till#books");
    const response = await fetch(`${till.url}/sb_musubi/pos/transactions`, {
      method: "POST",
      headers: { authorization: `Bearer ${bearer}` },
      body: JSON.stringify(order),
    });
    expect(response.status).toBe(200);
    const row = page.locator("#books tr.online");
    await row.waitFor();
    expect(await row.textContent()).toContain("オンラインショップ受注 00000042");
    await row.getByRole("button", { name: /のレシート/ }).click();
    const receipt = page.getByRole("dialog", { name: /のレシート/ });
    for (const text of ["送料550円", "合計1,630円", "10%対象 550円内税 50円", "8%対象 1,080円内税 80円"]) {
      expect(await receipt.textContent()).toContain(text);
    }
    await page.keyboard.press("Escape");
    await row.getByRole("button", { name: /を取消/ }).click();
    expect(await page.locator("#undo-online").textContent()).toContain("受注はキャンセルされません");
    // 打消: a minus transaction of today beside the old one.
    await page.getByRole("radio", { name: /打消/ }).check();
    await page.getByRole("button", { name: /を取り消す/ }).click();
    await page.locator("#books tr", { hasText: "打消済" }).waitFor();
    await page.locator("#books tr", { hasText: "−1,630円" }).waitFor();
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("shows faults that are on, wherever they were switched, and puts all right with one button", async () => {
    const page = await till.open();
    await till.control("PATCH", "/switches", { maintenance: "html503" });
    await page.getByRole("link", { name: "障害の練習中 — メンテナンス: 503(HTML)" }).click();
    await page.getByRole("button", { name: "取引登録: 登録して無応答" }).click();
    await page.locator("#waiting", { hasText: "登録して無応答" }).waitFor();
    await page.getByLabel("通知の重複").selectOption("2");
    await page.locator("#practising", { hasText: "3回届く" }).waitFor();
    await fetch(`${till.url}/sb_musubi/pos/stock`);
    await page.locator("#live .bad", { hasText: "503" }).waitFor();
    await page.getByRole("button", { name: "すべて元に戻す" }).click();
    await page.locator("#practising").waitFor({ state: "hidden" });
    expect(await till.control("GET", "/faults")).toEqual([]);
    expect(await till.control("GET", "/switches")).toMatchObject({
      maintenance: "off",
      duplicateNotifications: 0,
    });
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("notices a connection that is dead without an end, and opens it anew", async () => {
    const way = await openSilentWay(till.url);
    const page = await till.open(`${way.url}/till`);
    await page.clock.install();
    way.fallSilent();
    await till.control("PATCH", "/switches", { maintenance: "html503" });
    await page.clock.fastForward("01:00");
    const practising = page.getByRole("link", { name: /^障害の練習中/ });
    await practising.waitFor();
    await till.control("PATCH", "/switches", { maintenance: "off" });
    await practising.waitFor({ state: "hidden" });
    expect(till.faults).toEqual([]);
    await page.close();
    await way.close();
  });

  it("shows names as text, whatever they hold, of the contract that the address names", async () => {
    const evil = '<img src=x onerror="document.title=1"><b>悪</b>';
    await till.control("PUT", "/contracts/sb_evil", {
      stores: [{ storeId: "1", storeName: evil }],
      terminals: [{ storeId: "1", terminalId: "1", terminalName: evil }],
      categories: [{ categoryId: "1", categoryName: evil }],
      products: [
        { productId: "1", productName: evil, price: 10, categoryId: "1" },
        { productId: "2", productName: "別", price: 10 },
      ],
    });
    const page = await till.open("/till?contract=sb_evil");
    await page.locator("#goods button", { hasText: "<b>悪</b>" }).click();
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#sold", { hasText: "<b>悪</b>" }).waitFor();
    expect(await page.locator("#store").textContent()).toBe(evil);
    await page.getByRole("link", { name: "取引" }).click();
    await page.locator("#books tr", { hasText: "<b>悪</b>" }).first().waitFor();
    expect(await page.locator("main img, main b b, main strong b, header b").count()).toBe(0);
    expect(await page.title()).not.toBe("1");
    await till.control("DELETE", "/contracts/sb_evil");
    await page.close();
  });
});

async function token(): Promise<string> {
  const response = await fetch(`${till.url}/app/sb_musubi/token`, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from("musubi-practice:musubi-practice-secret").toString("base64")}`,
    },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "pos.transactions:write" }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}
