import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { enterByLink, openReader } from "../support/console.ts";
import { goWithin } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import type { Json } from "../support/shop.ts";
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

const open = (path: string) => goWithin(page, `/console${path}`);
const product = async (name: string) => {
  const { items } = await practice.api("GET", `/products?q=${encodeURIComponent(name)}`);
  return items[0];
};
const row = (words: string) => page.locator("tbody tr", { hasText: words });

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
    // The link back from a product leads to the same list.
    await row("ほうじ茶").getByRole("link").first().click();
    await page.getByLabel("商品名").waitFor();
    await page.getByRole("link", { name: "商品一覧へ" }).click();
    await row("ほうじ茶").waitFor();
    expect(await page.getByLabel("商品を検索").inputValue()).toBe("ほうじ茶");
    await page.getByLabel("商品を検索").fill("");
    await page.getByLabel("紐づけ・在庫").selectOption("売り切れ");
    await row("トートバッグ").waitFor();
    await row("マグカップ").waitFor({ state: "detached" });
    await page.getByLabel("公開状態").selectOption("非公開");
    await page.getByText("条件に合う商品はありません。").waitFor();
    await page.getByText("条件をクリア").click();
    await row("マグカップ").waitFor();
  });

  it("unpublishes chosen products at once; deleting asks once and says what stays", async () => {
    await open("/account");
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
    // The ID is found by a name, by keyboard. Before it is saved, its owner and the doubts are shown beside it.
    const id = page.getByLabel("スマレジ商品ID(1行目)");
    await id.fill("煎茶");
    await page.getByRole("option", { name: /宇治煎茶.*8000002/ }).waitFor();
    await id.press("ArrowDown");
    await id.press("Enter");
    expect(await id.inputValue()).toBe("8000002");
    const told = page.getByRole("status").filter({ hasText: "宇治煎茶" });
    await told.getByText("ほかの商品と紐づいています").waitFor();
    expect(await told.textContent()).toContain("税率が違います: 10% / 8%");
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

    // Errors that only the server can find are shown beside their fields, too.
    await page.getByLabel("JANコード(2行目)").fill("4901234567894");
    await page.getByLabel("バリエーション名(2行目)").fill("青海波");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByText("同じバリエーション名が2つあります。").waitFor();
    expect(await page.getByLabel("在庫数(2行目)").inputValue()).toBe("7");
    await page.getByLabel("バリエーション名(2行目)").fill("市松");
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByRole("heading", { level: 1, name: "手ぬぐい 新柄" }).waitFor();

    // U3: the linked one is locked and says where its number comes from; the other one can be edited.
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
    await open("/products");
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

  it("what somebody else changes of a product under an open form stays: a variation that they added, a code", async () => {
    const made = await practice.api("POST", "/products", {
      name: "二人の品",
      taxRate: 10,
      price: 500,
      variationPattern: "pattern1",
      variations: [
        { name: "白", quantity: 1 },
        { name: "藍", quantity: 1 },
      ],
    });
    await open(`/products/${made["id"]}`);
    await page.getByLabel("商品コード(1行目)").fill("SHIRO");
    const ids = (made["variations"] as { id: string }[]).map(({ id }) => ({ id }));
    const others = [ids[0], { ...ids[1], productCode: "AI" }, { name: "朱", quantity: 1 }];
    await practice.api("PATCH", `/products/${made["id"]}`, { variations: others });
    await page.getByRole("button", { name: "保存" }).click();
    const variations = async () => (await product("二人の品"))["variations"] as { productCode: string }[];
    await until("it is saved", async () => (await variations())[0]?.productCode === "SHIRO");
    expect(await variations()).toMatchObject([
      { name: "白", productCode: "SHIRO" },
      { name: "藍", productCode: "AI" },
      { name: "朱" },
    ]);
    await open("/");
    await practice.api("DELETE", `/products/${made["id"]}`);
  });

  it("leaving with unsaved changes asks once; whoever stays finds everything as entered", async () => {
    const { id } = await product("手ぬぐい 新柄");
    await open("/products");
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

  it("takes nothing while it is being saved, where it would be lost with the answer, and gives the focus back", async () => {
    const { id } = await practice.api("POST", "/products", {
      name: "保存する品",
      price: 500,
      taxRate: 10,
      variationPattern: "none",
      variations: [{ quantity: 1 }],
    });
    await open(`/products/${id}`);
    const code = page.getByLabel("商品コード", { exact: true });
    await code.fill("TENUGUI");
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    await page.route(`**/api/v1/products/${id}`, async (route) => {
      if (route.request().method() === "PATCH") await held;
      await route.continue();
    });
    await code.press("Enter");
    await until("its fields take nothing", () => code.isDisabled());
    await page.keyboard.type("-2");
    letGo();
    await page.getByText("保存しました。", { exact: true }).first().waitFor();
    await until("they do again, with the focus", () =>
      code.evaluate((field) => field.matches(":enabled:focus")),
    );
    expect(await code.inputValue()).toBe("TENUGUI");
    await page.unroute(`**/api/v1/products/${id}`);
    const other = await practice.api("POST", "/products", {
      name: "別の品",
      productCode: "TAKEN",
      price: 500,
      taxRate: 10,
      variationPattern: "none",
      variations: [{ quantity: 1 }],
    });
    await code.fill("TAKEN");
    await page.getByRole("button", { name: "保存" }).click();
    await until("the refused field has the focus", () =>
      code.evaluate((field) => field.matches("[aria-invalid=true]:focus")),
    );
    await page.getByRole("button", { name: "変更を取り消す" }).click();
    await open("/");
    for (const made of [id, other["id"]]) await practice.api("DELETE", `/products/${made}`);
  });

  it("the manual's first flow: a sale at the till shows live, in なぜこの数? and in the 操作履歴 (S7)", async () => {
    const tea = await product("ほうじ茶");
    await open(`/products/${tea.id}`);
    const quantity = page.getByLabel("在庫数(1行目、変更できません)");
    const before = tea.variations[0].quantity as number;
    await until("the quantity is shown", async () => (await quantity.inputValue()) === String(before));
    await practice.sell(tea.variations[0].smaregiProductId);
    await until("the sale is shown", async () => (await quantity.inputValue()) === String(before - 1));
    const history = page.getByRole("table", { name: "操作履歴の表" });
    const newest = history.getByRole("row").nth(1);
    // It is read by itself, after the quantity: the earlier top entry came from a sync, too.
    await newest.getByRole("cell", { name: String(before - 1), exact: true }).waitFor();
    expect(await newest.textContent()).toContain("スマレジ連携: 在庫同期");

    await page.getByRole("button", { name: "なぜこの数?" }).click();
    const story = page.getByRole("dialog").getByRole("listitem");
    await story
      .first()
      .getByText(`在庫数 ${before - 1}`)
      .waitFor();
    expect(await story.first().textContent()).toContain("スマレジから在庫変更の知らせがあり");
    expect(await story.first().textContent()).toContain(`スマレジの在庫は${before - 1}個でした。`);

    // An order appears in the open panel, with its number as a link.
    const order = { kind: "normal", lines: [{ variationId: tea.variations[0].id, quantity: 2 }] };
    const { number } = await practice.api("POST", "/orders", order);
    const entry = story.filter({ hasText: `受注 ${number}` }).last();
    await entry.waitFor();
    expect(await entry.textContent()).toContain("注文で2個売れました。");
    expect(await entry.getByRole("link").getAttribute("href")).toContain(number);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    // It has an order now: its pattern is locked, and the reason is shown.
    await page.getByText("受注のある商品のバリエーションパターンは変更できません。").waitFor();
    expect(await page.getByRole("radio", { name: "パターン2" }).isDisabled()).toBe(true);
  });

  it("what is sold out is one press from 加盟店TOP, and why, one more", async () => {
    const tea = await product("ほうじ茶");
    const { smaregiProductId, quantity } = tea.variations[0];
    await practice.sell(smaregiProductId, quantity);
    await until("it is sold out", async () => (await product("ほうじ茶")).variations[0].quantity === 0);
    await open("/");
    await page.getByRole("link", { name: /^売り切れの商品/ }).click();
    await page.getByRole("heading", { level: 1, name: "商品一覧" }).waitFor();
    const why = page.getByRole("button", { name: "0 なぜこの数? ほうじ茶" });
    await why.click();
    const story = page.getByRole("dialog", { name: "なぜこの数? ほうじ茶" });
    // One line for each reading: two reads make two lines.
    await story.getByText("スマレジの在庫は0個でした。").first().waitFor();
    await page.keyboard.press("Escape");
    await story.waitFor({ state: "detached" });
    // A closed dialog returns the focus a moment later.
    const hasFocus = () => why.evaluate((own) => own === own.ownerDocument.activeElement);
    await until("its button has the focus again", hasFocus);
    expect(await hasFocus()).toBe(true);
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

  it("shows and goes to an error far down, in a row that was not shown yet", async () => {
    const variations = Array.from({ length: 60 }, (_, at) => ({
      name: `糸${at + 1}番`,
      stockManaged: false,
    }));
    const thread = { name: "刺しゅう糸", price: 120, taxRate: 10, variationPattern: "pattern1", variations };
    const { id } = await practice.api("POST", "/products", thread);
    await open(`/products/${id}`);
    const name = (nth: number) => page.getByLabel(`バリエーション名(${nth}行目)`);
    await name(50).waitFor();
    expect(await name(60).count()).toBe(0);
    await name(1).fill("糸60番");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await until("the field is gone to", async () => {
      const label = await page.evaluate<string>("document.activeElement.getAttribute('aria-label')");
      return label === "バリエーション名(60行目)";
    });
    expect(await name(60).getAttribute("aria-invalid")).toBe("true");
    await name(60).fill("糸1番");
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("保存しました").first().waitFor();
    expect((await product("刺しゅう糸")).variations[59].name).toBe("糸1番");
  });
});

describe("かんたん商品一括変更", () => {
  beforeAll(async () => {
    for (const [name, quantity] of [
      ["量り売りA", 5],
      ["量り売りB", 6],
      ["量り売りC", 7],
    ] as const)
      await practice.api("POST", "/products", { name, price: 100, taxRate: 10, variations: [{ quantity }] });
  });

  const focused = () => page.evaluate<string>("document.activeElement.getAttribute('aria-label')");

  it("works by keyboard alone: arrows, Enter, Tab, Escape, and saves all changed cells", async () => {
    await open("/products/quick-edit");
    await page.getByLabel("商品を検索").fill("量り売り");
    await page.getByLabel("在庫数 量り売りC").waitFor();
    await page.locator("tbody tr").nth(3).waitFor({ state: "detached" });
    await page.getByLabel("価格(税込) 量り売りC").focus();
    await page.keyboard.type("120");
    await page.keyboard.press("Enter");
    expect(await focused()).toBe("価格(税込) 量り売りB");
    await page.keyboard.type("999");
    await page.keyboard.press("Escape");
    expect(await page.getByLabel("価格(税込) 量り売りB").inputValue()).toBe("100");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("在庫数 量り売りB");
    await page.keyboard.type("1x");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("在庫数 量り売りA");
    await page.keyboard.press("ArrowUp");
    await page.getByText("2か所を変更中").waitFor();

    // A wrong cell: nothing is saved, and the cell says why.
    await page.getByRole("button", { name: "まとめて保存" }).press("Enter");
    await page.getByText("1か所に誤りがあるため、何も保存していません").waitFor();
    expect((await product("量り売りC")).price).toBe(100);
    await until("the wrong cell is gone to", async () => (await focused()) === "在庫数 量り売りB");
    await page.keyboard.type("16");
    await page.getByRole("button", { name: "まとめて保存" }).press("Enter");
    await page.getByText("2件のバリエーションを保存しました。").waitFor();
    expect((await product("量り売りC")).variations[0].quantity).toBe(7);
    expect((await product("量り売りC")).price).toBe(120);
    expect((await product("量り売りB")).variations[0].quantity).toBe(16);
  });

  it("takes a column from a spreadsheet, and leaves only when asked", async () => {
    await page.getByLabel("在庫数 量り売りC").focus();
    await page.evaluate(`(() => {
      const data = new DataTransfer();
      data.setData("text/plain", "30\\r\\n３１\\r\\n1,032\\r\\n");
      document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    })()`);
    await page.getByText("3か所を変更中").waitFor();
    await page.getByRole("link", { name: "商品一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    await page.getByRole("button", { name: "まとめて保存" }).click();
    await page.getByText("3件のバリエーションを保存しました。").waitFor();
    expect((await product("量り売りB")).variations[0].quantity).toBe(31);
    expect((await product("量り売りA")).variations[0].quantity).toBe(1032);
  });

  it("a product that is deleted, or not managed any more, holds up no other change; a wrong cell out of sight is named", async () => {
    const add = async (name: string) =>
      await practice.api("POST", "/products", {
        name,
        price: 100,
        taxRate: 10,
        variations: [{ quantity: 5 }],
      });
    const [gone, free] = [await add("量り売りD"), await add("量り売りE")];
    await page.getByLabel("価格(税込) 量り売りD").fill("130");
    await page.getByLabel("在庫数 量り売りE").fill("9");
    await page.getByLabel("価格(税込) 量り売りA").fill("140");
    await practice.api("DELETE", `/products/${gone["id"]}`);
    const variations = [{ id: free["variations"][0].id, stockManaged: false }];
    await practice.api("PATCH", `/products/${free["id"]}`, { variations });
    const save = page.getByRole("button", { name: "まとめて保存" });
    await save.click();
    await page.getByText("商品の変更を外しました: 量り売りD。ほかの変更は残っています。").waitFor();
    await save.click();
    await page.getByText("商品の変更を外しました: 量り売りE。ほかの変更は残っています。").waitFor();
    expect((await product("量り売りA")).price).toBe(100);
    await save.click();
    await page.getByText("1件のバリエーションを保存しました。").waitFor();
    expect((await product("量り売りA")).price).toBe(140);

    await page.getByLabel("価格(税込) 量り売りA").fill("x");
    await page.getByLabel("商品を検索").fill("量り売りB");
    await page.getByLabel("価格(税込) 量り売りA").waitFor({ state: "detached" });
    await save.click();
    await page.getByText("検索で表に出ていない商品: 量り売りA").waitFor();
    await page.getByRole("button", { name: "すべて元に戻す" }).click();
  });

  it("U4, U5: a synced quantity can't be changed, and says why", async () => {
    await open("/products");
    await open("/products/quick-edit");
    const locked = page.getByLabel("在庫数 木のスプーン");
    expect(await locked.getAttribute("readonly")).not.toBeNull();
    await page.getByText("「在庫同期対象」の在庫数は、スマレジの数が入るため変更できません。").waitFor();
  });
});

const csv = (rows: string) => ({ name: "products.csv", mimeType: "text/csv", buffer: Buffer.from(rows) });
const headings = "商品コード,商品名,販売価格,在庫数";

describe("商品一括登録・一括変更", () => {
  it("checks a file, does it without choosing it again, and takes the mended error file", async () => {
    await open("/products/bulk");
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("ファイルを選んでください。").waitFor();
    const file = page.locator("input[type=file]").first();
    await file.setInputFiles(csv(`${headings}\nA-1,新茶,1200,10\nA-2,番茶,たかい,10\n`));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("1行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByText("エラー行が1行あります。").waitFor();
    expect(await product("新茶")).toBeUndefined();
    const changes = page.getByRole("table", { name: "変更内容の表" });
    await changes.getByText("新茶").first().waitFor();
    await changes.getByText("1200").waitFor();
    await page.getByRole("table", { name: "エラー行の表" }).getByText("販売価格").waitFor();

    // The job is in the address, and the file is still there after a reload.
    await page.reload();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("1行を実行しました。").waitFor();
    expect((await product("新茶")).variations[0].quantity).toBe(10);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "エラー行をダウンロード" }).click(),
    ]);
    const refused = await text(await download.createReadStream());
    expect(refused).toContain("番茶");
    // The file is still there for a browser that first asks whether to save it.
    const [late] = await Promise.all([
      page.waitForEvent("download"),
      page.evaluate(`Object.assign(document.createElement("a"), {
        href: ${JSON.stringify(download.url())}, download: "",
      }).click()`),
    ]);
    expect(await late.failure()).toBeNull();
    const mended = refused.replace("たかい", "800");
    await page.locator("input[type=file]").first().setInputFiles(csv(mended));
    await page.getByRole("button", { name: "修正したファイルをアップロード" }).click();
    await page.getByText("1行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("1行を実行しました。").waitFor();
    expect((await product("番茶")).price).toBe(800);
  });

  it("shows old and new values of a change, and refuses a locked quantity in its row (U4)", async () => {
    const spoon = await product("木のスプーン");
    const number = spoon.variations[0].systemProductNumber as string;
    await open("/products/bulk");
    await page.getByRole("radio", { name: "商品一括変更" }).check();
    const rows = `システム商品番号,商品コード,販売価格,在庫数\n,A-1,1300,\n${number},,,99\n`;
    await page.locator("input[type=file]").first().setInputFiles(csv(rows));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    const changes = page.getByRole("table", { name: "変更内容の表" });
    await changes.locator("del", { hasText: "1200" }).waitFor();
    await changes.locator("ins", { hasText: "1300" }).waitFor();
    await page
      .getByRole("table", { name: "エラー行の表" })
      .getByText("在庫同期対象のため、在庫数は直接変更できません")
      .waitFor();
    // Only checked, not run.
    expect((await product("新茶")).price).toBe(1200);
    expect((await product("木のスプーン")).variations[0].quantity).toBe(spoon.variations[0].quantity);
  });

  it("says how many deletions a file has, however far down they are; runs it where the browser stores no files", async () => {
    const codes = Array.from({ length: 102 }, (_, at) => `削-${at}`);
    const all = codes.map((code) => `${code},のこる,100,1`).join("\n");
    const { id } = await practice.api("POST", "/products/bulk-register", `${headings}\n${all}\n`);
    await until("they are registered", async () => {
      return (await practice.api("GET", `/bulk-jobs/${id}`))["done"] === codes.length;
    });
    await open("/products/bulk");
    await page.evaluate(`Object.defineProperty(globalThis, "indexedDB", {
      get() { throw new DOMException("Storage is not allowed.", "SecurityError"); },
    })`);
    await page.getByRole("radio", { name: "商品一括変更" }).check();
    const rows = codes.map((code, at) => (at < 100 ? `u,${code},110` : `d,${code},`)).join("\n");
    const file = csv(`コントロール,商品コード,販売価格\n${rows}\n`);
    await page.locator("input[type=file]").first().setInputFiles(file);
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("削除が2件含まれます。").waitFor();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("102行を実行しました。").waitFor();
    const left = await practice.api("GET", `/products?q=${encodeURIComponent("削-10")}&limit=5`);
    expect((left["items"] as Json[]).map((each) => each["productCode"])).toEqual(["削-10"]);
    await page.reload();
  });

  it("a file that was saved again after it was chosen is said to be chosen again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "musubi-file-"));
    const path = join(folder, "products.csv");
    await writeFile(path, `${headings}\nF-1,茶こし,3200,1\n`);
    await open("/products");
    await open("/products/bulk");
    const chosen = page.locator("input[type=file]").first();
    await chosen.setInputFiles(path);
    await page.getByText(/products\.csv/).waitFor();
    await writeFile(path, `${headings}\nF-1,茶こし,3300,1\nF-2,茶さじ,900,1\n`);
    const check = page.getByRole("button", { name: "内容を確認する" });
    await check.click();
    await page.getByText(/^ファイルを読み込めません。.*もう一度ファイルを選んでください。$/).waitFor();
    await chosen.setInputFiles(path);
    await check.click();
    await page.getByText("2行を実行できます。まだ何も変わっていません。").waitFor();
    await rm(folder, { recursive: true });
    expect(await product("茶こし")).toBeUndefined();
  });

  it("an export in Shift_JIS says which letters it loses, and offers the one that keeps them all", async () => {
    await practice.api("POST", "/products", { name: "𠮷の番茶", price: 900, taxRate: 8, variations: [{}] });
    await open("/products");
    await open("/products/bulk");
    const sjis = page.getByRole("link", { name: "全商品のダウンロード Shift_JIS(Excel向け)" });
    const [inWindows] = await Promise.all([page.waitForEvent("download"), sjis.click()]);
    expect(await text(await inWindows.createReadStream())).not.toContain("𠮷");
    const said = page
      .getByRole("status")
      .filter({ hasText: "Shift_JISで表せない文字を含む値が1か所あります。" });
    await said.getByText("「𠮷の番茶」→「〓の番茶」").waitFor();
    const whole = said.getByRole("link", { name: "すべての文字を残すには、UTF-8でダウンロード" });
    const [inFull] = await Promise.all([page.waitForEvent("download"), whole.click()]);
    expect(await text(await inFull.createReadStream())).toContain("𠮷の番茶");
  });

  it("a file that is none of ours is refused at once, in words; whoever may not, is told", async () => {
    await open("/products");
    await open("/products/bulk");
    await page.locator("input[type=file]").first().setInputFiles(csv("天気,気温\n晴れ,20\n"));
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByRole("alert").getByText("必要な列がありません").first().waitFor();

    const { signInLink } = await page.evaluate<{ signInLink: string }>(`fetch("/api/v1/staff", {
      method: "POST", headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "花子", email: "hanako@example.jp", role: "staff" }),
    }).then((answer) => answer.json())`);
    const clerk = await openReader(practice.browser, { faults: practice.faults });
    await enterByLink(clerk, `${practice.url}${signInLink}`);
    const hers = await clerk.newPage();
    await hers.goto(`${practice.url}/console/products/bulk`);
    await hers.getByText("「カート専任者」の権限では、商品の削除とCSVでの一括処理はできません。").waitFor();
    expect(await hers.getByRole("button", { name: "内容を確認する" }).count()).toBe(0);
    await clerk.close();
  });
});

describe("P10: the file of another cart", () => {
  it("offers its columns for matching, shows the first products, and registers them as they are", async () => {
    await open("/products");
    await open("/products/bulk");
    const rows =
      "商品ID,公開ステータス(ID),商品名,検索ワード,規格分類1(ID),規格分類1(名称),商品コード,在庫数,在庫数無制限フラグ,販売価格\n" +
      "1,1,見本の羽織,和装,1,紺,HA-1,3,0,10000\n1,1,見本の羽織,和装,2,茶,HA-2,4,0,10000\n2,1,見本の足袋,,,,TA-1,,1,500\n";
    await page.locator("input[type=file]").first().setInputFiles(csv(rows));
    const matching = page.getByRole("group", { name: "列の対応" });
    await matching.getByText("EC-CUBE 4の商品ファイルとして読み取ります。").waitFor();
    const first = matching.getByRole("table", { name: "先頭の商品の表" });
    await first.getByText("見本の羽織").waitFor();
    await first.getByText("11,000円").waitFor();
    await first.getByText("紺 ・ HA-1 ・ 在庫 3").waitFor();
    await first.getByText("在庫 無制限").waitFor();
    // The shop's prices include tax, and it does not use these codes.
    await matching.getByRole("radio", { name: "税込", exact: true }).check();
    await first.getByText("10,000円").waitFor();
    await matching.getByRole("combobox", { name: "「商品コード」の項目" }).selectOption("使わない");
    await first.getByText("紺 ・ 在庫 3").waitFor();
    await page.getByRole("button", { name: "内容を確認する" }).click();
    await page.getByText("3行を実行できます。まだ何も変わっていません。").waitFor();
    await page.getByRole("button", { name: "この内容で実行する" }).click();
    await page.getByText("3行を実行しました。").waitFor();
    expect(await product("見本の羽織")).toMatchObject({
      price: 10_000,
      variations: [{ name: "紺", quantity: 3 }, {}],
    });
    expect(await product("見本の足袋")).toMatchObject({ price: 500, variations: [{ stockManaged: false }] });
    // The next file with these columns is read in the same way.
    await open("/products");
    await open("/products/bulk");
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles(csv(rows.replaceAll("見本の", "次の")));
    await matching.getByText("前に同じ列のファイルで選んだ対応を使っています。").waitFor();
    expect(await matching.getByRole("radio", { name: "税込", exact: true }).isChecked()).toBe(true);
  });
});

describe("紐づけアシスタント (B7)", () => {
  it("matches what is not linked, links the certain by one press, a likely one by its own, and takes it back; by keyboard alone", async () => {
    const goods = [
      { productId: "8009001", productCode: "4900000000016", productName: "試しの湯呑", price: 1500 },
      { productId: "8009002", productCode: "TRY-09", productName: "試しの風呂敷 紺", price: 2200 },
    ];
    await practice.smaregi("POST", "/contracts/sb_musubi/products", goods);
    await practice.smaregi("POST", "/contracts/sb_musubi/stock", {
      changes: goods.map(({ productId }) => ({ productId, storeId: "1", stockAmount: 7 })),
      notify: false,
    });
    const add = (name: string, price: number, janCode?: string) =>
      practice.api("POST", "/products", {
        name,
        price,
        taxRate: 10,
        variations: [{ stockManaged: true, quantity: 3, ...(janCode === undefined ? {} : { janCode }) }],
      });
    await add("試しの湯呑", 1500, "4900000000016");
    await add("試しの風呂敷 紺色", 2200);
    await open("/products/linking");
    await page.getByRole("button", { name: "照合する" }).click();
    const certain = page.getByRole("button", { name: "確実な1件を紐づける" }).first();
    await certain.waitFor();
    const table = page.getByRole("table", { name: "照合結果の表" });
    const cup = table.getByRole("row").filter({ hasText: "試しの湯呑" });
    await cup.getByText("JAN一致").waitFor();
    await cup.getByText("3 → 7").waitFor();
    await certain.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("要確認のものは紐づけません").waitFor();
    await dialog.getByRole("button", { name: "確実な1件を紐づける" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("1件を紐づけました。").waitFor();
    await until(
      "the number is Smaregi's",
      async () => (await product("試しの湯呑")).variations[0].quantity === 7,
    );

    await page.getByText(/^候補 /).click();
    const cloth = table.getByRole("row").filter({ hasText: "試しの風呂敷 紺色" });
    await cloth.getByText("名前が近い").waitFor();
    await cloth.getByRole("button", { name: "紐づける: 試しの風呂敷 紺色" }).focus();
    await page.keyboard.press("Enter");
    await until(
      "it is linked",
      async () => (await product("試しの風呂敷")).variations[0].smaregiProductId === "8009002",
    );
    await page.getByText(/^紐づけ済み 2$/).click();
    await cloth.getByText("紐づけ済み").waitFor();

    await page.getByRole("button", { name: "まとめて取り消す" }).click();
    await dialog.getByRole("button", { name: "まとめて取り消す" }).click();
    await page.getByText("2件を元に戻しました。").waitFor();
    const back = (await product("試しの湯呑")).variations[0];
    expect([back.smaregiProductId, back.quantity]).toEqual([null, 3]);
    await open("/products/linking");
    await page.getByRole("table", { name: "実行履歴" }).getByText("取り消し済み").waitFor();
  });
});
