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
  await practice?.close();
  expect(practice.faults).toEqual([]);
});

const open = async (path: string) => {
  await page.goto(`${practice.url}/console${path}`);
  await page.locator("h1").waitFor();
};
const product = async (name: string) => {
  const { items } = await practice.api("GET", `/products?q=${encodeURIComponent(name)}`);
  return items[0];
};
const row = (text: string) => page.locator("tbody tr", { hasText: text });

describe("商品一覧", () => {
  it("is narrowed by words and state, which stand in the address; 売り切れ has what is sold out", async () => {
    await open("/products");
    await row("マグカップ").waitFor();
    await page.getByLabel("商品を検索").fill("ほうじ茶");
    await row("マグカップ").waitFor({ state: "detached" });
    await row("ほうじ茶").waitFor();
    expect(decodeURIComponent(new URL(page.url()).search)).toContain("ほうじ茶");
    await page.reload();
    await row("ほうじ茶").waitFor();
    expect(await page.getByLabel("商品を検索").inputValue()).toBe("ほうじ茶");
    await page.getByLabel("商品を検索").fill("");
    await page.getByLabel("紐づけ・在庫").selectOption("売り切れ");
    await row("トートバッグ").waitFor();
    await row("マグカップ").waitFor({ state: "detached" });
    await page.getByLabel("公開状態").selectOption("非公開");
    await page.getByText("条件に合う商品はありません。").waitFor();
    await page.getByText("条件を消す").click();
    await row("マグカップ").waitFor();
  });

  it("unpublishes chosen products at once; deleting asks once and says what stays", async () => {
    await open("/products");
    await page.getByRole("checkbox", { name: "ギフト包装を選択" }).check();
    await page.getByRole("checkbox", { name: "木のスプーンを選択" }).check();
    await page.getByRole("button", { name: "非公開にする" }).click();
    await row("木のスプーン").getByText("非公開").waitFor();
    await row("ギフト包装").getByText("非公開").waitFor();
    expect((await product("木のスプーン")).published).toBe(false);

    await page.getByRole("checkbox", { name: "ギフト包装を選択" }).check();
    const toolbar = page.getByRole("toolbar");
    await toolbar.getByRole("button", { name: "削除" }).click();
    const question = page.getByRole("dialog");
    await question.getByText("これまでの受注と操作履歴は、削除した後も読めます").waitFor();
    await question.getByRole("button", { name: "やめる" }).click();
    expect(await row("ギフト包装").count()).toBe(1);
    await toolbar.getByRole("button", { name: "削除" }).click();
    await question.getByRole("button", { name: "削除する" }).click();
    await row("ギフト包装").waitFor({ state: "detached" });
    expect(await product("ギフト包装")).toBeUndefined();
  });
});

describe("商品登録と商品詳細", () => {
  it("a product of pattern 1 is registered and linked; what was refused stands beside its field, and nothing is lost", async () => {
    await open("/products/new");
    await page.getByLabel("商品名").fill("手ぬぐい 新柄");
    await page.getByLabel("価格(税込)").fill("１,５００");
    await page.getByRole("radio", { name: "パターン1" }).check();
    await page.getByLabel("バリエーション名(1行目)").fill("青海波");
    await page.getByLabel("スマレジ商品ID(1行目)").fill("8000002");
    await page
      .getByText("保存すると在庫数は0になり、スマレジの在庫数が届くまで売り切れになります。")
      .waitFor();
    await page.getByRole("button", { name: "バリエーションを追加" }).click();
    await page.getByLabel("バリエーション名(2行目)").fill("市松");
    await page.getByLabel("JANコード(2行目)").fill("123");
    await page.getByLabel("在庫数(2行目)").fill("7");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByText("8桁か13桁の数字です。").waitFor();
    expect(await page.getByLabel("JANコード(2行目)").getAttribute("aria-invalid")).toBe("true");

    // What only the server knows stands beside its field, too.
    await page.getByLabel("JANコード(2行目)").fill("4901234567894");
    await page.getByLabel("バリエーション名(2行目)").fill("青海波");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByText("同じバリエーション名が2つあります。").waitFor();
    expect(await page.getByLabel("在庫数(2行目)").inputValue()).toBe("7");
    await page.getByLabel("バリエーション名(2行目)").fill("市松");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByRole("heading", { level: 1, name: "手ぬぐい 新柄" }).waitFor();

    // U3: the linked one is locked and says where its number comes from; the other one is edited directly.
    const locked = page.getByLabel("在庫数(1行目、変更できません)");
    await until("the first sync", async () => (await locked.inputValue()) !== "0");
    expect(await locked.getAttribute("readonly")).not.toBeNull();
    await page.getByText("鍵の付いた在庫数は、在庫同期対象です。").waitFor();
    await page.getByText("同期済み", { exact: true }).first().waitFor();
    const saved = await product("手ぬぐい 新柄");
    expect(saved).toMatchObject({ price: 1500, variationPattern: "pattern1" });
    expect(saved.variations[1]).toMatchObject({ name: "市松", quantity: 7, janCode: "4901234567894" });
  });

  it("says before saving what ending the link does, keeps the quantity, and sends only what was changed", async () => {
    const { id } = await product("手ぬぐい 新柄");
    await open(`/products/${id}`);
    const link = page.getByLabel("スマレジ商品ID(1行目)");
    await link.fill("");
    await page.getByText("保存すると在庫同期をやめます。").waitFor();
    const stock = await page.getByLabel("在庫数(1行目)").inputValue();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("保存しました。").waitFor();
    const { variations } = await product("手ぬぐい 新柄");
    expect(variations[0]).toMatchObject({ synced: false, quantity: Number(stock) });
  });

  it("leaving with unsaved changes asks once; whoever stays finds everything as entered", async () => {
    const { id } = await product("手ぬぐい 新柄");
    await open(`/products/${id}`);
    await page.getByLabel("商品名").fill("途中の名前");
    await page.getByRole("link", { name: "商品一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    await question.waitFor({ state: "detached" });
    expect(await page.getByLabel("商品名").inputValue()).toBe("途中の名前");
    await page.getByRole("button", { name: "変更を取り消す" }).click();
    await page.getByRole("link", { name: "商品一覧へ" }).click();
    await page.getByRole("heading", { level: 1, name: "商品一覧" }).waitFor();
  });

  it("the manual's first flow: a sale at the till shows live, in なぜこの数? and in the 操作履歴 (S7)", async () => {
    const tea = await product("ほうじ茶");
    await open(`/products/${tea.id}`);
    const quantity = page.getByLabel("在庫数(1行目、変更できません)");
    const before = tea.variations[0].quantity as number;
    await until("the quantity is shown", async () => (await quantity.inputValue()) === String(before));
    await practice.sell(tea.variations[0].smaregiProductId);
    await until("the sale is shown", async () => (await quantity.inputValue()) === String(before - 1), 5_000);
    const history = page.getByRole("table", { name: "操作履歴の表" });
    const newest = history.getByRole("row").nth(1);
    await newest.getByText("スマレジ連携: 在庫同期").waitFor();
    expect(await newest.textContent()).toContain(String(before - 1));

    await page.getByRole("button", { name: "なぜこの数?" }).click();
    const story = page.getByRole("dialog").getByRole("listitem");
    await story
      .first()
      .getByText(`在庫数 ${before - 1}`)
      .waitFor();
    expect(await story.first().textContent()).toContain("スマレジから在庫変更の知らせがあり");
    expect(await story.first().textContent()).toContain(`スマレジの在庫は${before - 1}個でした。`);

    // An order shows in the open panel, with its number as a link.
    const order = { kind: "normal", lines: [{ variationId: tea.variations[0].id, quantity: 2 }] };
    const { number } = await practice.api("POST", "/orders", order);
    const entry = story.filter({ hasText: `受注 ${number}` }).last();
    await entry.waitFor();
    expect(await entry.textContent()).toContain("注文で2個売れました。");
    expect(await entry.getByRole("link").getAttribute("href")).toContain(number);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    // It has an order now: its pattern is locked, with the reason.
    await page.getByText("受注のある商品のバリエーションパターンは変更できません。").waitFor();
    expect(await page.getByRole("radio", { name: "パターン2" }).isDisabled()).toBe(true);
  });

  it("pattern 2 asks questions: choices, or free text (U2)", async () => {
    await open("/products/new");
    await page.getByLabel("商品名").fill("名入れマグ");
    await page.getByLabel("価格(税込)").fill("3000");
    await page.getByRole("radio", { name: "パターン2" }).check();
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByText("パターン2の商品には、質問を1つ以上設定してください。").waitFor();
    await page.getByRole("button", { name: "質問を追加" }).click();
    const first = page.getByRole("group", { name: "質問1" });
    await first.getByRole("textbox", { name: "質問", exact: false }).first().fill("書体");
    await first.getByLabel("選択肢(1行に1つ)").fill("明朝\nゴシック");
    await page.getByRole("button", { name: "質問を追加" }).click();
    const second = page.getByRole("group", { name: "質問2" });
    await second.getByRole("textbox").first().fill("入れる名前");
    await second.getByLabel("答え方").selectOption("自由に入力(100文字まで)");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByRole("heading", { level: 1, name: "名入れマグ" }).waitFor();
    expect((await product("名入れマグ")).questions).toEqual([
      { name: "書体", choices: ["明朝", "ゴシック"] },
      { name: "入れる名前", freeText: true },
    ]);
  });
});
