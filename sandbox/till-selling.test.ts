import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openTill, phone, type Till } from "./till-page.fixture.ts";

let till: Till;
beforeAll(async () => {
  till = await openTill();
});
afterAll(() => till?.close());
beforeEach(() => {
  till.faults.length = 0;
});

const lastSale = async () => (await till.control("GET", "/contracts/sb_musubi/transactions?last=1"))[0];

describe("selling", () => {
  it("takes cash, gives change, and shows the receipt with both rates of tax and what the sale set off", async () => {
    const page = await till.open();
    await page.locator("#goods button", { hasText: "宇治煎茶" }).click();
    await page.locator("#goods button", { hasText: "マグカップ 白" }).click();
    await page.getByLabel("マグカップ 白の数").fill("3");
    // The focus leaves the field for a button, and the click still hits the button.
    await page.getByRole("button", { name: "宇治煎茶 100gを増やす" }).click();
    await page.getByRole("button", { name: "宇治煎茶 100gを減らす" }).click();
    expect(await page.locator("#total").textContent()).toBe("7,020円");

    await page.locator("#cash").fill("7000");
    await page.getByRole("button", { name: "売上を登録" }).click();
    expect(await page.locator("#cash-problem").textContent()).toBe("お預かりが 20円 足りません。");
    expect(await page.locator("#cash:focus").count()).toBe(1);
    const quick = page.getByRole("group", { name: "お預かりの金額" }).getByRole("button");
    expect(await quick.allTextContents()).toEqual(["ちょうど", "8,000円", "10,000円"]);
    await quick.nth(2).click();
    expect(await page.locator("#change").textContent()).toBe("2,980円");
    await page.getByRole("button", { name: "売上を登録" }).click();

    const receipt = page.locator("#sold-receipt");
    await receipt.waitFor();
    for (const text of [
      "結び 本店",
      "宇治煎茶 100g ※1,080円",
      "マグカップ 白5,940円1,980円 × 3",
      "合計7,020円",
      "10%対象 5,940円内税 540円",
      "8%対象 1,080円内税 80円",
      "お預かり10,000円お釣り2,980円",
    ]) {
      expect(await receipt.textContent()).toContain(text);
    }
    await page.locator("#effects li", { hasText: "マグカップ 白 10 → 7" }).waitFor();
    await page
      .locator("#effects li", { hasText: "取引があったことを知らせました" })
      .getByText("200")
      .waitFor();
    expect(await lastSale()).toMatchObject({ deposit: "10000", change: "2980", taxInclude: "620" });
    // The next product begins the next sale.
    await page.locator("#goods button", { hasText: "木のスプーン" }).click();
    expect(await page.locator("#sold").isVisible()).toBe(false);
    expect(await page.locator("#total").textContent()).toBe("880円");
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("takes a price, a discount on a line and one on the subtotal, and the books agree with the page", async () => {
    const page = await till.open();
    await page.locator("#goods button", { hasText: "国産はちみつ" }).click();
    await page.locator("#goods button", { hasText: "急須" }).click();
    await page.getByRole("button", { name: "急須(常滑焼)の単価・値引" }).click();
    const kettle = page.locator("#cart li", { hasText: "急須" });
    await kettle.getByLabel("単価(円)").fill("５，０００");
    await kettle.getByLabel("1点の値引(円)").fill("6000");
    expect(await kettle.locator(".sum").textContent()).toBe("5,000円");
    await kettle.getByLabel("1点の値引(円)").press("Enter");
    expect(await kettle.locator(".problem").textContent()).toContain("単価まで");
    await kettle.getByRole("button", { name: "10%引" }).click();
    expect(await kettle.locator(".problem").textContent()).toBe("");
    expect(await kettle.locator(".sum").textContent()).toBe("4,500円");
    await page.getByText("小計値引").click();
    await page.getByLabel("値引(円)", { exact: true }).fill("9999");
    expect(await page.locator("#discount-problem").textContent()).toContain("小計まで");
    await page.getByLabel("値引(円)", { exact: true }).fill("101");
    const taxes = await page.locator("#taxes dd").allTextContents();
    expect(await page.locator("#total").textContent()).toBe("6,019円");
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#sold-receipt", { hasText: "小計値引−101円" }).waitFor();

    const sale = await lastSale();
    expect(sale).toMatchObject({
      subtotal: "6120",
      subtotalDiscountPrice: "101",
      total: "6019",
      change: "0",
    });
    expect(sale.details[1]).toMatchObject({ salesPrice: "5000", unitDiscountPrice: "500" });
    const onPage = taxes.reduce((sum, text) => sum + Number(text.replaceAll(/\D/g, "")), 0);
    expect(String(onPage)).toBe(sale.taxInclude);
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("takes a scanner's code and Enter from anywhere, and gives a field its own text back", async () => {
    const page = await till.open();
    const scan = async (code: string) => {
      await page.keyboard.type(code);
      await page.keyboard.press("Enter");
    };
    await scan("4912345678904");
    await page.locator("#cart li", { hasText: "結びブレンド珈琲" }).waitFor();
    expect(await page.locator("#search").inputValue()).toBe("");
    // From another view, with the focus nowhere.
    await page.getByRole("link", { name: "取引" }).click();
    await scan("4912345678911");
    await page.locator("#cart li", { hasText: "宇治煎茶" }).waitFor();
    expect(await page.locator("#view-sell").isVisible()).toBe(true);
    // While a person types the amount that was handed over.
    await page.locator("#cash").fill("5000");
    await page.locator("#cash").press("End");
    await scan("4912345678904");
    await page.locator("#total", { hasText: "3,672円" }).waitFor();
    expect(await page.locator("#cash").inputValue()).toBe("5000");
    expect(await page.locator("#change").textContent()).toBe("1,328円");
    // An unknown code is reported, and the next one replaces it.
    await page.locator("#search").focus();
    await scan("4999999999999");
    await page.locator("#search-note", { hasText: "4999999999999" }).waitFor();
    await scan("SPOON-01");
    await page.locator("#cart li", { hasText: "木のスプーン" }).waitFor();
    // With Japanese input on, it comes in full-width digits, and Enter ends the composition.
    await page.locator("#search").fill("４９１２３４５６７８９２８");
    await page.locator("#search").dispatchEvent("compositionend");
    await page.locator("#cart li", { hasText: "ほうじ茶" }).waitFor();
    // The page ignores the Enter that ended the composition: it neither goes on to the payment, nor sells the only match.
    const endComposing = () =>
      page.locator("#search").dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await endComposing();
    expect(await page.locator("#search").evaluate((field) => field.matches(":focus"))).toBe(true);
    await page.locator("#search").fill("MUG-W");
    await endComposing();
    expect(await page.locator("#cart li", { hasText: "マグカップ 白" }).count()).toBe(0);
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("sells by the keyboard alone: search, arrows, Enter, cash, Enter", async () => {
    const page = await till.open();
    const focused = () => page.evaluate<string>("document.activeElement.innerText");
    await page.keyboard.type("mug");
    await page.locator("#goods-count", { hasText: "3件" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    expect(await focused()).toContain("マグカップ 藍");
    await page.keyboard.press("Enter");
    await page.locator("#cart li", { hasText: "マグカップ 藍" }).waitFor();
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineWidth");
    expect(outline).toBe("3px");
    // A single match needs no arrow keys; an empty field goes on to the payment.
    await page.locator("#search").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("honey");
    await page.keyboard.press("Enter");
    await page.locator("#cart li", { hasText: "国産はちみつ" }).waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.type("4000");
    await page.keyboard.press("Enter");
    await page.locator("#sold-change", { hasText: "400円" }).waitFor();
    expect(await page.locator("#heard").textContent()).toContain("3,600円の売上を登録しました");
    expect(await focused()).toBe("次のお会計");
    await page.keyboard.press("Enter");
    await page.locator("#empty").waitFor();
    // Goes to another view, and into its form, with Tab.
    await page.getByRole("link", { name: "在庫の修正" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#stock-search").focus();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("21");
    await page.keyboard.press("Enter");
    await page.locator("#stock-list li", { hasText: "結びブレンド珈琲" }).getByText("在庫 21").waitFor();
    expect(till.faults).toEqual([]);
    await page.close();
  });

  it("sells on a phone, where the sale is a sheet over the goods", async () => {
    const page = await till.open("/till", phone);
    await page.locator("#goods button", { hasText: "いちごジャム" }).click();
    expect(await page.locator("#bar-total").textContent()).toBe("864円");
    expect(await page.locator("#making").isVisible()).toBe(false);
    await page.getByRole("button", { name: "お会計へ" }).click();
    await page.getByRole("button", { name: "1,000円" }).click();
    await page.getByRole("button", { name: "売上を登録" }).click();
    await page.locator("#sold-change", { hasText: "136円" }).waitFor();
    await page.getByRole("button", { name: "次のお会計" }).click();
    expect(await page.locator("#bar-total").textContent()).toBe("0円");
    await page.locator("#goods button", { hasText: "いちごジャム" }).getByText("在庫 11").waitFor();
    expect(till.faults).toEqual([]);
    await page.close();
  });
});
