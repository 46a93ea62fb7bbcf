import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPractice, type Practice } from "../support/practice.ts";
import { until } from "../support/wait.ts";

let practice: Practice;
let page: Page;
beforeAll(async () => {
  practice = await openPractice();
  page = practice.page;
});
afterAll(async () => {
  await practice.close();
  expect(practice.faults).toEqual([]);
});

const api: Practice["api"] = (...asked) => practice.api(...asked);
const smaregi: Practice["smaregi"] = (...asked) => practice.smaregi(...asked);
const sell = (productId: string) => practice.sell(productId);
const order = async (): Promise<string> => {
  const { items } = await api("GET", `/products?q=${encodeURIComponent("宇治煎茶")}`);
  const [variation] = items[0].variations;
  return (
    await api("POST", "/orders", { kind: "normal", lines: [{ variationId: variation.id, quantity: 1 }] })
  )["id"];
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

    await sell("8000002");
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
    const id = await order();
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

  it("B8: many products gone at once: says which, and what each answer does", async () => {
    await practice.loseProducts();
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
