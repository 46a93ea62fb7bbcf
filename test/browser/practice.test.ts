import type { ConsoleMessage, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { pressLink } from "../support/console.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import type { Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

/** What a new user of the practice mode sees, in this order: the console's top page, the entrance and the till. */
let practice: Practice;
let page: Page;
beforeAll(async () => {
  practice = await openPractice();
  page = practice.page;
  await goWithin(page, "/console/");
});
afterAll(() => practice.close());
afterEach(() => expect(practice.faults.splice(0)).toEqual([]));

const api: Practice["api"] = (...asked) => practice.api(...asked);
const smaregi: Practice["smaregi"] = (...asked) => practice.smaregi(...asked);
const order = async (more: Json = {}, quantity = 1): Promise<Json> => {
  const { items } = await api("GET", `/products?q=${encodeURIComponent("宇治煎茶")}`);
  const [{ id: variationId }] = items[0].variations;
  return await api("POST", "/orders", { kind: "normal", lines: [{ variationId, quantity }], ...more });
};
const refuseNext = () =>
  smaregi("POST", "/faults", {
    contractId: "sb_musubi",
    call: "POST /transactions",
    kind: "status400",
    times: 1,
  });

const region = (name: string | RegExp) => page.getByRole("region", { name });
const figure = (name: string) => page.getByRole("link", { name: new RegExp(`^${name}`) });

describe("加盟店TOP", () => {
  it("takes a newcomer from a sale at the till to an order; the figures come by themselves", async () => {
    await region("はじめに").getByText("注文を受ける").waitFor();
    expect(await region("はじめに").getByLabel("完了").count()).toBe(2);
    const guide = region("練習モードでできること");
    expect(await guide.getByRole("link", { name: "レジを開く" }).getAttribute("href")).toMatch(/\/till$/);
    expect(await guide.getByRole("link", { name: "ショップを開く" }).getAttribute("href")).toMatch(
      /^\/shop\//,
    );
    await region("スマレジとの連携").getByText("スマレジと連携しています。").waitFor();
    await region("通知から在庫反映までの時間").getByText("今日はまだ在庫変更通知がありません").waitFor();

    await practice.sell("8000002");
    await region("通知から在庫反映までの時間").getByText("中央値").waitFor();
    await region("通知から在庫反映までの時間")
      .getByRole("img", { name: /今日の在庫反映1回の時間のグラフ。最新.*中央値.*最長/ })
      .locator("svg.recharts-surface")
      .waitFor();

    await order();
    await figure("本日の受注").getByText("1件").waitFor();
    await region("はじめに").waitFor({ state: "detached" });
  });

  it("F2, B4: shows the latest failure as it comes, says what 送り直す does, and is clear once that healed it", async () => {
    await refuseNext();
    const { id } = await order();
    const failure = region("最新のスマレジ連携の失敗");
    await failure.getByText("取引情報登録").waitFor();
    await failure.getByRole("link", { name: /^受注 \d+/ }).waitFor();
    await failure.getByText("送り直すと: スマレジの取引を確認し").waitFor();
    await figure("未対応の連携失敗").getByText("1件").waitFor();
    await failure.getByRole("button", { name: "送り直す" }).click();
    await failure.waitFor({ state: "detached" });
    await figure("未対応の連携失敗").getByText("0件").waitFor();
    expect((await api("GET", `/orders/${id}`))["link"].state).toBe("registered");
  });

  it("B4: 対応済みにする asks once; whoever says やめる changes nothing", async () => {
    await refuseNext();
    await order();
    const failure = region("最新のスマレジ連携の失敗");
    await failure.getByRole("button", { name: "対応済みにする" }).click();
    const question = page.getByRole("dialog", { name: "対応済みにしますか?" });
    await question.getByRole("button", { name: "やめる" }).click();
    await question.waitFor({ state: "detached" });
    expect(await failure.isVisible()).toBe(true);
    await failure.getByRole("button", { name: "対応済みにする" }).click();
    await question.getByRole("button", { name: "対応済みにする" }).click();
    await failure.waitFor({ state: "detached" });
    const { items } = await api("GET", "/integration-log?state=handled");
    expect(items).toHaveLength(1);
  });
});

/** The entrance of the practice mode, and the till that it links to; open during all of these tests. */
let entrance: Page;
let till: Page;

const table = (name: string) => entrance.getByRole("table", { name });
const quantityOf = (product: string) =>
  table("商品と在庫数").getByRole("row", { name: product }).getByRole("cell").last();

describe("練習モード in a browser", () => {
  beforeAll(async () => {
    entrance = practice.page;
    await entrance.goto(practice.url);
    const address = await entrance.getByRole("link", { name: /レジ/ }).getAttribute("href");
    till = await practice.reader.newPage();
    for (const each of [entrance, till]) each.on("console", hear);
    await till.goto(address ?? "");
    // It gets events only after it shows that it is connected.
    await till.locator("#state[data-on]").waitFor({ state: "attached" });
  });
  afterAll(() => till.close());
  const hear = (message: ConsoleMessage) => {
    if (message.type() === "error") practice.faults.push(message.text());
  };

  it("a sale on the till page changes the number on the shop's page, live; an order shows on the till", async () => {
    const mug = quantityOf("マグカップ 白");
    await mug.filter({ hasText: /^10$/ }).waitFor();
    await till.getByRole("button", { name: /マグカップ 白/ }).click();
    await till.getByRole("button", { name: "マグカップ 白を増やす" }).click();
    expect(await till.locator("#total").textContent()).toBe("3,960円");
    await till.getByRole("button", { name: "売上を登録" }).click();
    await mug.filter({ hasText: /^8$/ }).waitFor();
    await till.locator("#effects li", { hasText: "マグカップ 白 10 → 8" }).waitFor();

    const left = Number(await quantityOf("宇治煎茶").textContent()) - 2;
    const { number } = await order({ shippingFee: 550 }, 2);
    await till.getByRole("link", { name: "取引" }).click();
    const row = till.locator("#books tr", { hasText: `受注 ${number}` });
    await row.waitFor();
    expect(await row.textContent()).toContain("宇治煎茶 100g × 2");
    expect(await row.textContent()).toContain("オンラインショップ");
    expect(await row.textContent()).toContain("2,710円");
    await table("在庫の動き")
      .getByRole("row", { name: `受注 ${number}` })
      .waitFor();

    // 取消 at the till returns the stock to the shop, after one question.
    const sale = till.locator("#books tr", { hasText: "マグカップ 白 × 2" });
    await sale.getByRole("button", { name: /を取消$/ }).click();
    await till.getByRole("button", { name: /を取り消す$/ }).click();
    await mug.filter({ hasText: /^10$/ }).waitFor();
    await till.getByRole("link", { name: "レジ" }).click();
    await till
      .getByRole("button", { name: /宇治煎茶/ })
      .getByText(`在庫 ${left}`)
      .waitFor();
  });

  it("B11: three steps are ticked as they happen; Smaregi off and on again, the number catches up by itself", async () => {
    const steps = entrance.getByRole("region", { name: "3つ試してみましょう" });
    const ticks = steps.getByLabel("できました");
    await ticks.nth(1).waitFor();
    expect(await ticks.count()).toBe(2);
    for (const [title, content] of [
      ["レジ", "#goods button"],
      ["ショップ", ".goods li"],
    ] as const)
      await entrance.frameLocator(`iframe[title=${title}]`).locator(content).first().waitFor();
    const mug = quantityOf("マグカップ 白");
    const before = Number(await mug.textContent());
    await steps.getByRole("button", { name: "スマレジを止める" }).click();
    await steps.getByText(/いま止まっています/).waitFor();
    await practice.sell("8000010", 3);
    await until("the notification came", async () => (await api("GET", "/status"))["waitingSignals"] > 0);
    expect(await mug.textContent()).toBe(String(before));
    await steps.getByRole("button", { name: "スマレジを戻す" }).click();
    await mug.filter({ hasText: new RegExp(`^${before - 3}$`) }).waitFor();
    await steps.getByText(`${before} → ${before - 3}`).waitFor();
    await ticks.nth(2).waitFor();
  });

  it("its entrance leads to the console and the shop", async () => {
    // A person who is not signed in yet is refused, and the browser's console reports that.
    entrance.off("console", hear);
    await practice.reader.clearCookies();
    await entrance.getByRole("link", { name: "ショップを開く" }).press("Enter");
    await entrance.getByRole("heading", { name: "商品一覧" }).waitFor();
    expect(new URL(entrance.url()).pathname).toBe(new URL(`${practice.shopUrl}/`).pathname);
    await entrance.goto(practice.url);
    await entrance.getByRole("button", { name: "管理画面を開く" }).press("Enter");
    await entrance.getByRole("heading", { name: "ログイン" }).waitFor();
    await pressLink(entrance);
    await entrance.getByRole("heading", { name: "加盟店TOP" }).waitFor();
    await entrance.goto(practice.url);
  });

  it("a fault that is switched on at the till shows in the live panel, and ends with its reset", async () => {
    const spoon = quantityOf("木のスプーン");
    const before = Number(await spoon.textContent());
    await till.getByRole("link", { name: "障害の練習" }).click();
    await till.getByLabel("通知の秘密ヘッダー").selectOption("wrong");
    await till.getByRole("link", { name: "レジ" }).click();
    await till.getByRole("button", { name: /木のスプーン/ }).click();
    await till.getByRole("button", { name: "売上を登録" }).click();
    await till.locator("#live .bad", { hasText: "401" }).first().waitFor();
    await till.getByRole("link", { name: /障害の練習中/ }).click();
    await till.getByRole("button", { name: "すべて元に戻す" }).click();
    await until("the switch is back", async () => {
      return (await till.getByLabel("通知の秘密ヘッダー").inputValue()) === "correct";
    });
    await till.getByRole("link", { name: "レジ" }).click();
    await till.getByRole("button", { name: /木のスプーン/ }).click();
    await till.getByRole("button", { name: "売上を登録" }).click();
    await spoon.filter({ hasText: new RegExp(`^${before - 2}$`) }).waitFor();
    expect(await spoon.textContent()).toBe(String(before - 2));
  });
});

describe("加盟店TOP, when many products are gone", () => {
  it("B8: many products gone at once: says which, and what each answer does", async () => {
    await practice.loseProducts();
    await page.goto(`${practice.url}/console/`);
    const question = region(/多くの商品の在庫が一度に0になろうとしています/);
    await question.getByRole("link", { name: "ほうじ茶ティーバッグ 12包" }).waitFor();
    await question.getByText(/いまの在庫数のまま販売を続けます/).waitFor();
    await question.getByRole("button", { name: "在庫数を0にする" }).click();
    await page
      .getByRole("dialog", { name: "在庫数を0にする" })
      .getByRole("button", { name: "在庫数を0にする" })
      .click();
    await question.waitFor({ state: "detached" });
    const isZero = await until("the quantity is 0", async () => {
      const { items } = await api("GET", `/products?q=${encodeURIComponent("ほうじ茶")}`);
      return items[0].variations[0].quantity === 0;
    });
    expect(isZero).toBe(true);
  });
});
