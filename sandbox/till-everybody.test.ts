import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { everyWidth, isEveryLook } from "../test/support/sizes.ts";
import { desktop, openTill, phone, type Till } from "./till-page.fixture.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill();
  // Names in ASCII, so that all Japanese text is the page's own.
  await till.control("PUT", "/contracts/sb_ascii", {
    stores: [{ storeId: "1", storeName: "Main" }],
    terminals: [{ storeId: "1", terminalId: "1", terminalName: "Till 1" }],
    categories: [
      { categoryId: "1", categoryName: "Tea" },
      { categoryId: "2", categoryName: "Cups" },
    ],
    products: [
      { productId: "1", productName: "Green tea", price: 1080, categoryId: "1", reduceTaxId: "10000001" },
      { productId: "2", productName: "Mug", price: 1980, categoryId: "2" },
      { productId: "3", productName: "Stamp", price: 84, taxDivision: "2", stockControlDivision: "1" },
    ],
    stock: [{ storeId: "1", productId: "1", stockAmount: 2 }],
  });
});
afterAll(() => till?.close());
beforeEach(() => {
  till.faults.length = 0;
});

/** Goes through everything that the page shows, and stops at each view so that `look` can check it. */
async function everywhere(page: Page, look: (where: string) => Promise<void>): Promise<void> {
  await look("start");
  await page.locator("#goods button").nth(0).click();
  await page.locator("#goods button").nth(1).click();
  await look("goods in the sale");
  if (await page.locator("#checkout").isVisible()) await page.locator("#checkout").click();
  await page.locator("#cart [aria-expanded]").first().click();
  await page.locator("#discount-box summary").click();
  await page.locator("#cash").fill("1");
  await page.locator("#sell").click();
  await page.locator("#cash-problem:not(:empty)").waitFor();
  await look("the sale with a mistake in it");
  await page.locator("#quick button").last().click();
  await page.locator("#sell").click();
  await page.locator("#effects li").nth(2).waitFor();
  await look("the receipt");
  await page.locator("#next").click();
  await page.locator("#search").fill("nothing like this");
  await page.locator("#nothing").waitFor();
  await look("a search that finds nothing");
  await page.locator("#show-all").click();
  await page.locator("#to-books").click();
  await page.locator("#books button").first().waitFor();
  await look("the books");
  await page.locator("#books button").first().click();
  await look("a receipt of the books");
  await page.locator("#receipt-close").click();
  await page.locator("#books button.danger").first().click();
  await look("the question before a cancellation");
  await page.locator("#undo-yes").click();
  await page.locator("#done:not(:empty)").waitFor();
  await look("cancelled");
  await page.locator("#to-stock").click();
  await page.locator("#stock-list button").first().click();
  await page.locator("#adjust-amount").fill("x");
  await page.locator("#adjust-amount").press("Enter");
  await look("the stock form with a mistake in it");
  await page.locator("#to-practice").click();
  await page.locator("#switches select").last().selectOption("wrong");
  await page.locator("#practising").waitFor();
  await page.locator("#live-toggle").click();
  await page.locator("#live summary").first().click();
  await page.locator(".menu summary").click();
  await look("faults, the live panel and the menu");
  await page.keyboard.press("Escape");
  await page.locator("#reset").click();
  await page.locator("#practising").waitFor({ state: "hidden" });
}

async function foundByAxe(page: Page): Promise<string[]> {
  const { violations } = await page.evaluate<axe.AxeResults>(
    'axe.run({ resultTypes: ["violations"], preload: false })',
  );
  return violations.map(({ id, impact, nodes }) => `${impact} ${id} ${nodes[0]?.html}`);
}

/** Each language and each form of the page once; `npm run pages` looks at every width in both. */
const rounds = isEveryLook
  ? everyWidth.flatMap((width) => ["ja", "en"].map((lang) => [lang, { ...desktop, width }] as const))
  : ([
      ["ja", desktop],
      ["en", phone],
    ] as const);

describe("the till page is for everybody", () => {
  it.each(rounds)("axe finds nothing, and nothing is wider than the screen: %s %j", async (lang, size) => {
    const page = await till.open(`/till?contract=sb_ascii&lang=${lang}`, size);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.locator("#goods button").first().waitFor();
    await page.evaluate(axe.source);
    const found: string[] = [];
    await everywhere(page, async (where) => {
      // Only in one language, as with the other sites' pages: axe finds the same in every form of the page.
      if (isEveryLook || lang === "ja")
        found.push(...(await foundByAxe(page)).map((each) => `${where}: ${each}`));
      const width = await page.evaluate<number>("document.documentElement.scrollWidth");
      if (width > size.width) found.push(`${where}: ${width} wide`);
      if (lang === "ja") return;
      const text = await page.evaluate<string>("document.body.innerText");
      const japanese = text.replace("日本語", "").match(/[\u3040-\u30ff\u4e00-\u9fff]+/g);
      if (japanese !== null) found.push(`${where}: ${japanese.join(" ")}`);
    });
    expect(found).toEqual([]);
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("switches its language where it stands, and keeps it", async () => {
    const page = await till.open("/till?contract=sb_ascii");
    await page.locator("#goods button", { hasText: "Mug" }).click();
    await page.getByLabel("Mugの数").fill("2");
    await page.getByRole("button", { name: "Switch to English" }).click();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
    expect(await page.getByLabel("Quantity of Mug").inputValue()).toBe("2");
    expect(await page.locator("#total").textContent()).toBe("¥3,960");
    expect(new URL(page.url()).searchParams.get("lang")).toBe("en");
    const stock = page.locator("#goods button", { hasText: "Green tea" }).locator(".stock");
    expect(await stock.textContent()).toMatch(/^Stock \d$/);
    // The address of another page names no language: the earlier choice counts.
    await page.goto(`${till.url}/till`);
    await page.getByRole("link", { name: "Transactions" }).waitFor();
    await page.getByRole("button", { name: "日本語に切り替える" }).click();
    await page.getByRole("link", { name: "取引" }).waitFor();
    await page.close();
  });

  it("moves nothing for who asked for less motion", async () => {
    const page = await till.open("/till?contract=sb_ascii");
    await page.emulateMedia({ reducedMotion: "reduce" });
    const tea = page.locator("#goods button", { hasText: "Green tea" });
    await till.control("POST", "/contracts/sb_ascii/stock", {
      changes: [{ productId: "1", storeId: "1", stockAmount: 9 }],
    });
    await tea.getByText("在庫 9").waitFor();
    const motion = "[...document.querySelectorAll('*')].flatMap((each) => each.getAnimations()).length";
    expect(await page.evaluate(motion)).toBe(0);
    await page.close();
  });
});
