import type { Page, Route } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { goWithin } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import type { Json } from "../support/shop.ts";
import { today } from "../support/today.ts";
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

const at = (path: string) => `${practice.url}/console${path}`;
const visit = (path: string) => goWithin(page, `/console${path}`);
const api: Practice["api"] = (...asked) => practice.api(...asked);

async function variationOf(name: string): Promise<Json> {
  const { items } = await api("GET", `/products?q=${encodeURIComponent(name)}`);
  return items[0].variations[0];
}
const quantityOf = async (name: string) => (await variationOf(name))["quantity"];
const placed = async (name: string, more: Json = {}) =>
  await api("POST", "/orders", {
    kind: "normal",
    lines: [{ variationId: (await variationOf(name))["id"], quantity: 1 }],
    ...more,
  });

const log = () => page.getByRole("table", { name: "受注明細のログ" });
const logged = (text: string | RegExp) => log().getByRole("row").filter({ hasText: text });
const check = () => page.getByRole("region", { name: "保存前の確認" });
const link = () => page.getByRole("region", { name: "スマレジ連携" });

/** Finds a product by typing, and adds it to the lines. */
async function add(words: string): Promise<void> {
  const search = page.getByLabel("商品を追加");
  await search.fill(words);
  await page.getByRole("listbox").getByRole("option").first().waitFor();
  await search.press("Enter");
}

describe("受注情報連携, the manual's second flow", () => {
  it("O1 to O5: an order is entered, registered, edited and cancelled; all of it stands in its log, and on the till", async () => {
    await visit("/orders/new");
    // The Enter that accepts a Japanese word, as Safari sends it, does not take a search result.
    await page.getByLabel("商品を追加").fill("宇治煎茶");
    await page.getByLabel("商品を追加").dispatchEvent("keydown", { key: "Enter", keyCode: 229 });
    await page.getByLabel("数量").or(page.getByRole("listbox").getByRole("option")).first().waitFor();
    expect(await page.getByLabel("数量").count()).toBe(0);
    await add("宇治煎茶");
    await page.getByLabel("数量").fill("2");
    await page.getByRole("textbox", { name: "送料" }).fill("５５０");
    await page.getByLabel("お名前").fill("結城 花");
    await check().getByText("2,710円", { exact: true }).waitFor();
    await check().getByRole("listitem").filter({ hasText: "宇治煎茶 100g" }).getByText("(-2)").waitFor();
    expect(await check().getByRole("listitem").filter({ hasText: "宇治煎茶" }).textContent()).toMatch(
      /40.*38/,
    );
    await check().getByText("スマレジに取引を登録します").waitFor();
    expect(await quantityOf("宇治煎茶")).toBe(40);

    await page.getByRole("button", { name: "注文を登録" }).click();
    await page.getByRole("heading", { level: 1, name: /^受注 \d{8}$/ }).waitFor();
    await link().getByText("登録済み").waitFor();
    await logged(/取引登録が成功しました/).waitFor();
    const number = (await page.getByRole("heading", { level: 1 }).textContent())?.split(" ")[1] ?? "";
    expect(await page.getByRole("region", { name: "受注情報" }).textContent()).toContain("代理注文");
    const till = await practice.reader.newPage();
    await till.goto((await link().getByRole("link", { name: "レジで見る" }).getAttribute("href")) ?? "");
    await till.getByText("宇治煎茶 100g × 2").first().waitFor();

    await page.getByRole("link", { name: "注文商品を編集" }).click();
    await page.getByLabel("数量").fill("3");
    await check()
      .getByText(/スマレジの取引\(取引ID \d+\)を取り消します/)
      .waitFor();
    const calls = await check().locator("ol").getByRole("listitem").allTextContents();
    expect(calls.map((text) => /取り消し|登録/.exec(text)?.[0])).toEqual(["取り消し", "登録"]);
    await page.getByRole("button", { name: "変更を保存" }).click();
    await logged("受注を編集しました").waitFor();
    await logged(/取引取消が成功しました/).waitFor();
    await until("it is registered anew", async () => (await logged(/取引登録が成功/).count()) === 2);
    await till.getByText("宇治煎茶 100g × 3").first().waitFor();
    // A reading in the middle of it counts the order twice, until the next reading.
    await until("the stock agrees", async () => (await quantityOf("宇治煎茶")) === 37);

    await page.getByRole("button", { name: "キャンセル", exact: true }).click();
    const question = page.getByRole("dialog", { name: `受注 ${number} をキャンセルします` });
    await question.getByText("(+3)").waitFor();
    await question.getByText(/取引ID \d+\)を取り消します/).waitFor();
    await question.getByRole("button", { name: "受注をキャンセルする" }).click();
    await page.getByText("この受注はキャンセルしました").waitFor();
    await until("both are cancelled", async () => (await logged(/取引取消が成功しました/).count()) === 2);
    await link().getByText("取消済み").waitFor();
    await until("the stock is back", async () => (await quantityOf("宇治煎茶")) === 40);
    expect(await page.getByRole("link", { name: "注文商品を編集" }).count()).toBe(0);
    await till.close();
  });

  it("the status goes on step by step, and stands in the log", async () => {
    const { id } = await placed("手ぬぐい");
    await visit(`/orders/${id}`);
    await page.getByRole("button", { name: "発送準備中" }).click();
    await page.getByRole("button", { name: "発送準備中", pressed: true }).waitFor();
    await logged("発送を「未発送」から「発送準備中」に変更しました。").waitFor();
    expect((await api("GET", `/orders/${id}`))["status"]).toBe("preparing");
  });

  it("O4: a question goes with the page of its order: none is answered above another one", async () => {
    const { id, number } = await placed("宇治煎茶");
    const other = await placed("宇治煎茶");
    await visit(`/orders/${other["id"]}`);
    await visit(`/orders/${id}`);
    const title = page.getByRole("heading", { level: 1 });
    const question = page.getByRole("dialog", { name: `受注 ${number} をキャンセルします` });
    const cancel = page.getByRole("main").getByRole("button", { name: "キャンセル" });
    await cancel.click();
    await question.waitFor();
    await page.goBack();
    await title.filter({ hasText: other["number"] }).waitFor();
    await question.waitFor({ state: "hidden" });
    await page.goForward();
    await title.filter({ hasText: number }).waitFor();

    // The effect arrives after the reader has left the page, so nothing is asked any more.
    const late: Route[] = [];
    await page.route("**/status/preview", (route) => void late.push(route));
    await cancel.click();
    await until("it is looked up", async () => late.length > 0);
    await page.goBack();
    await title.filter({ hasText: other["number"] }).waitFor();
    const answered = page.waitForResponse("**/status/preview");
    await late[0]?.continue();
    await (await answered).finished();
    await page.unroute("**/status/preview");
    await cancel.click();
    await page.getByRole("dialog", { name: `受注 ${other["number"]} をキャンセルします` }).waitFor();
    expect(await page.getByRole("dialog").count()).toBe(1);
    await page.getByRole("button", { name: "やめる" }).click();
    for (const each of [id, other["id"]]) expect((await api("GET", `/orders/${each}`))["status"]).toBe("new");
  });

  it("F1: a failed registration says why and what to do, and leads to スマレジ連携ログ", async () => {
    const fault = { contractId: "sb_musubi", call: "POST /transactions", kind: "status400", times: 1 };
    await practice.smaregi("POST", "/faults", fault);
    const { id } = await placed("いちごジャム");
    await until("it failed", async () => (await api("GET", `/orders/${id}`))["link"].state === "failed");
    await visit(`/orders/${id}`);
    await link().getByText("スマレジとの連携に失敗しました。").waitFor();
    await link()
      .getByText(/取引登録に失敗しました/)
      .waitFor();
    await link().getByRole("link", { name: "スマレジ連携ログを見る" }).click();
    await page.getByRole("heading", { level: 1, name: "スマレジ連携ログ" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/console/settings/smaregi/log");
  });

  it("B2: in the assured mode an order waits for Smaregi's maintenance, and is registered when it is over; live", async () => {
    const { contractId, storeId, terminalId } = await api("GET", "/connection");
    const mode = (mode: string) =>
      api("PUT", "/connection", { contractId, storeId, terminalId, enabled: true, mode });
    await mode("assured");
    const maintain = (maintenance: string) =>
      practice.smaregi("PATCH", "/switches?contractId=sb_musubi", { maintenance });
    await maintain("html503");
    const orders = [await placed("風呂敷"), await placed("風呂敷"), await placed("風呂敷")];
    await visit(`/orders/${orders[0]?.["id"]}`);
    await link().getByText("送信中").waitFor();
    await link().getByText("スマレジが応答していないため、戻りしだい順に送ります。").waitFor();
    await maintain("off");
    await link().getByText("登録済み").waitFor();
    await logged(/取引登録が成功しました/).waitFor();
    await mode("standard");
    for (const order of orders) {
      await until("each is registered", async () => {
        return (await api("GET", `/orders/${order["id"]}`))["link"].state === "registered";
      });
    }
    await until("the stock agrees", async () => (await quantityOf("風呂敷")) === 4);
    expect((await api("GET", "/status"))["pendingOrders"]).toBe(0);
  });

  it("B2: an order that is not through when the link is switched off says that it waits for the link, and goes on with it", async () => {
    const { contractId, storeId, terminalId } = await api("GET", "/connection");
    const save = (change: object) =>
      api("PUT", "/connection", { contractId, storeId, terminalId, mode: "assured", ...change });
    const maintain = (maintenance: string) =>
      practice.smaregi("PATCH", "/switches?contractId=sb_musubi", { maintenance });
    await save({ enabled: true });
    await maintain("html503");
    const { id } = await placed("風呂敷");
    await visit(`/orders/${id}`);
    await link().getByText("スマレジが応答していないため、戻りしだい順に送ります。").waitFor();
    await save({ enabled: false });
    const state = async () => (await api("GET", "/status"))["connection"].state;
    await until("the link is off", async () => (await state()) === "off");
    await link().getByText("スマレジ連携が停止中のため、待っています。").waitFor();
    expect((await api("GET", `/orders/${id}`))["link"].state).toBe("sending");
    await maintain("off");
    await save({ enabled: true });
    await link().getByText("登録済み").waitFor();
    await save({ enabled: true, mode: "standard" });
  });
});

describe("代理注文", () => {
  beforeAll(async () => {
    await api("POST", "/products", {
      name: "名入れ湯のみ",
      price: 2800,
      taxRate: 10,
      variationPattern: "pattern2",
      questions: [
        { name: "色", choices: ["白", "藍"] },
        { name: "名入れの文字", freeText: true },
      ],
      variations: [{ stockManaged: true, quantity: 5, janCode: "4900000000019" }],
    });
  });

  /** Presses Tab until this element has the focus. */
  async function tabTo(name: RegExp, back = false): Promise<void> {
    for (let step = 0; step < 80; step += 1) {
      await page.keyboard.press(back ? "Shift+Tab" : "Tab");
      const focused = await page.evaluate<string>(`(() => {
        const { activeElement: now } = document;
        return now.labels?.[0]?.textContent ?? now.getAttribute("aria-label") ?? now.textContent;
      })()`);
      if (name.test(focused)) return;
    }
    throw new Error(`Tab never came to ${name}`);
  }

  it("is entered by keyboard alone: a scanned code, an answer, a second line of the same variation, and saved", async () => {
    await visit("/orders/new");
    await page.getByRole("heading", { level: 1, name: "代理注文" }).waitFor();
    await tabTo(/商品を追加/);
    // As a scanner does: the code and Enter at once.
    await page.keyboard.insertText("4900000000019");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem", { name: "1行目 名入れ湯のみ" }).waitFor();
    await page.keyboard.type("湯のみ");
    await page.getByRole("option", { name: /名入れ湯のみ/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("listitem", { name: "2行目 名入れ湯のみ" }).waitFor();
    for (const colour of [1, 2]) {
      await tabTo(/^数量/);
      await page.keyboard.type("2");
      await tabTo(/^色/);
      for (let nth = 0; nth < colour; nth += 1) await page.keyboard.press("ArrowDown");
      await tabTo(/名入れの文字/);
      await page.keyboard.type(colour === 1 ? "花" : "");
    }
    await check().getByText("11,200円").first().waitFor();
    await tabTo(/注文を登録/);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /^受注 \d{8}$/ }).waitFor();
    const lines = page.getByRole("table", { name: "注文商品" });
    expect(await lines.textContent()).toMatch(/色: 白.*名入れの文字: 花.*色: 藍.*\(回答なし\)/s);
  });

  it("too little stock is said beside its line with what is left; everything entered stays, and then it is taken", async () => {
    await visit("/orders/new");
    await add("木のスプーン");
    await page.getByLabel("お名前").fill("佐藤 健");
    await page.getByRole("textbox", { name: "値引き" }).fill("80");
    await page.getByLabel("数量").fill("99");
    await page.getByText("在庫が足りません(残り15)。").waitFor();
    await page.getByRole("button", { name: "注文を登録" }).click();
    await until("the field has the focus", async () =>
      page.getByLabel("数量").evaluate((field) => field === field.ownerDocument.activeElement),
    );
    await page.getByText("在庫が足りません(残り15)。").waitFor();
    expect(await page.getByLabel("お名前").inputValue()).toBe("佐藤 健");
    await page.getByLabel("数量").fill("2");
    await check().getByText("1,680円", { exact: true }).waitFor();
    await page.getByRole("button", { name: "注文を登録" }).click();
    await page.getByRole("heading", { level: 1, name: /^受注 \d{8}$/ }).waitFor();
    expect(await quantityOf("木のスプーン")).toBe(13);
  });

  it("after a lost answer the same form makes no second order, also where it was changed meanwhile", async () => {
    await visit("/orders/new");
    await add("国産はちみつ");
    await page.getByLabel("お名前").fill("高橋 大輔");
    await check().getByText("1,620円").first().waitFor();
    await page.route(
      "**/api/v1/orders",
      async (route) => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await page.getByRole("button", { name: "注文を登録" }).click();
    await page.getByText("もう一度登録しても、注文が二重になることはありません。").waitFor();
    await page.getByLabel("数量").fill("2");
    await check().getByText("3,240円").first().waitFor();
    await page.getByRole("button", { name: "注文を登録" }).click();
    await page.getByText(/先ほどの送信は届いていて、受注 \d{8} として登録されています/).waitFor();
    const found = (await api("GET", `/orders?q=${encodeURIComponent("高橋 大輔")}`))["items"];
    expect(found.map((order: Json) => order["subtotal"])).toEqual([1620]);
  });

  it("U2: a question that was passed over is named beside its field, until it is answered", async () => {
    await page.goto(at("/orders/new"));
    await add("湯のみ");
    await page.getByRole("button", { name: "注文を登録" }).click();
    const wrong = page.getByText("選んでください。", { exact: true });
    await wrong.waitFor();
    await page.getByLabel("色").selectOption("藍");
    await wrong.waitFor({ state: "detached" });
    await check().getByText("2,800円", { exact: true }).first().waitFor();
    expect(await page.locator("[aria-invalid=true]").count()).toBe(0);
  });

  it("is asked for before it is left unsaved", async () => {
    await page.goto(at("/orders/new"));
    await add("急須");
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    await question.waitFor({ state: "detached" });
    expect(await page.getByLabel("数量").inputValue()).toBe("1");
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    await question.getByRole("button", { name: "保存せずに離れる" }).click();
    await page.getByRole("heading", { level: 1, name: "受注一覧" }).waitFor();
  });
});

describe("受注一覧", () => {
  const rows = () => page.getByRole("table", { name: "受注一覧" }).getByRole("row");
  const orderCount = async () => ((await api("GET", "/orders?limit=200"))["items"] as Json[]).length;

  it("is narrowed by what stands in its address, is live, and goes on page by page", async () => {
    const paid = await placed("ほうじ茶", { kind: "preorder", customer: { name: "田中 さくら" } });
    await api("POST", `/orders/${paid["id"]}/status`, { status: "paid" });
    // An open list would show each of them.
    await page.goto("about:blank");
    const lines = [{ variationId: (await variationOf("ギフト包装"))["id"], quantity: 1 }];
    for (let more = 53 - (await orderCount()); more > 0; more -= 1)
      await api("POST", "/orders", { kind: "normal", lines, customer: { name: "多い 人" } });
    await page.goto(at("/orders"));
    await until("the first page", async () => (await rows().count()) === 51);
    await page.getByRole("button", { name: "さらに表示" }).click();
    await until("further ones", async () => (await rows().count()) === 54);
    await page.getByLabel("ステータス", { exact: true }).selectOption("入金済み");
    await page.getByLabel("受注を検索").fill("さくら");
    await until("the one order", async () => (await rows().count()) === 2);
    expect(new URL(page.url()).searchParams.get("status")).toBe("paid");
    await page.getByRole("row").filter({ hasText: "予約注文" }).filter({ hasText: "田中 さくら" }).waitFor();
    await page.reload();
    await until("the same order", async () => (await rows().count()) === 2);
    await page.getByLabel("受注日(まで)").fill("2020-01-01");
    await page.getByRole("link", { name: "条件をクリア" }).click();
    await until("all of them", async () => (await rows().count()) === 51);
    await placed("ギフト包装", { customer: { name: "いま 来た" } });
    await rows().filter({ hasText: "いま 来た" }).waitFor();
  });

  it("W3: orders are chosen and sent on by one press, which says what became of each; their papers stand on one page to print", async () => {
    const buyer = { customer: { name: "まとめ 太郎" } };
    const [one, other] = [await placed("ギフト包装", buyer), await placed("ギフト包装", buyer)];
    await page.goto(at(`/orders?q=${encodeURIComponent("まとめ")}`));
    await until("both", async () => (await rows().count()) === 3);
    await page.getByRole("checkbox", { name: "表示中のすべてを選択" }).check();
    await api("POST", `/orders/${other["id"]}/status`, { status: "cancelled" });
    const bar = page.getByRole("toolbar", { name: "2件を選択中" });
    await bar.getByRole("button", { name: "「発送済み」にする" }).click();
    await page.getByText("一括操作が終わりました").waitFor();
    const refused = page.getByRole("list", { name: "できなかった受注" });
    await refused.getByRole("link", { name: other["number"] }).waitFor();
    expect(await refused.textContent()).toContain("キャンセル済みの受注は変更できません。");
    expect((await api("GET", `/orders/${one["id"]}`))["work"].shipping).toBe("shipped");

    await page.getByRole("checkbox", { name: `${one["number"]}を選択` }).check();
    await page.getByRole("button", { name: "印刷・CSV" }).click();
    await page.getByRole("menuitem", { name: "納品書を印刷" }).click();
    await page.getByRole("article", { name: `納品書 ${one["number"]}` }).waitFor();
    expect(await page.getByRole("article").count()).toBe(1);
    await page.goBack();

    // A tap beside the checkbox means the checkbox; anywhere else in the row it opens the order.
    await rows()
      .filter({ hasText: one["number"] })
      .getByRole("cell")
      .first()
      .click({ position: { x: 4, y: 4 } });
    await page.getByRole("toolbar", { name: "1件を選択中" }).waitFor();
    await rows().filter({ hasText: one["number"] }).getByText("まとめ 太郎").click();
    await page.getByRole("heading", { level: 1, name: `受注 ${one["number"]}` }).waitFor();
    // The list's next order is one press away, also after an edit.
    await page.getByRole("link", { name: "注文商品を編集" }).click();
    await page.getByLabel("お名前").fill("まとめ 次郎");
    await page.getByRole("button", { name: "変更を保存" }).click();
    // The browser's back button does not lead to the form that was saved.
    await page.waitForURL(({ pathname }) => !pathname.endsWith("/edit"));
    await page.goBack();
    expect(new URL(page.url()).pathname).not.toMatch(/edit$/);
    await page.getByRole("link", { name: `新しい受注 ${other["number"]}` }).click();
    await page.getByRole("heading", { level: 1, name: `受注 ${other["number"]}` }).waitFor();
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    await until("both", async () => (await rows().count()) === 3);
  });

  it("W4: on paper a long 納品書 has its sums once, after its last line", async () => {
    const line = { variationId: (await variationOf("ギフト包装"))["id"], quantity: 1 };
    const { number } = await placed("ギフト包装", { lines: Array.from({ length: 60 }, () => line) });
    await page.goto(at(`/orders/print?numbers=${number}`));
    const sums = page.getByRole("article").locator("tfoot");
    await sums.getByText("合計", { exact: true }).waitFor();
    await page.emulateMedia({ media: "print" });
    // A table's footer would be printed at the end of each page.
    expect(await page.evaluate("getComputedStyle(document.querySelector('article tfoot')).display")).toBe(
      "table-row-group",
    );
    await page.emulateMedia({ media: "screen" });
  });

  it("W4: on a ピッキングリスト codes stand in one line beside a name of 255 letters", async () => {
    const product = await api("POST", "/products", {
      name: "国産ひのきの一枚板のまな板".repeat(20).slice(0, 255),
      price: 1000,
      taxRate: 10,
      variations: [{ stockManaged: false, janCode: "4901234567894" }],
    });
    const lines = [{ variationId: product["variations"][0].id, quantity: 1 }];
    const { number } = await api("POST", "/orders", { kind: "normal", lines });
    await page.goto(at(`/orders/print?numbers=${number}&paper=picking&unpaid=true`));
    const sheet = page.getByRole("article", { name: "ピッキングリスト" });
    const linesOf = (text: string) =>
      sheet.getByText(text, { exact: true }).evaluate((element) => {
        const range = element.ownerDocument.createRange();
        range.selectNodeContents(element);
        return range.getClientRects().length;
      });
    await sheet.waitFor();
    for (const text of ["商品コード・JAN", "4901234567894"]) expect(await linesOf(text)).toBe(1);
  });

  it("a comment that was not sent is asked for before the page is left", async () => {
    const { id } = await placed("ギフト包装");
    await page.goto(at(`/orders/${id}`));
    await page.getByLabel("コメントを残す").fill("お電話で、のし紙のご希望");
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "やめる" }).click();
    expect(await page.getByLabel("コメントを残す").inputValue()).toBe("お電話で、のし紙のご希望");
    await page.getByRole("button", { name: "コメントを追加" }).click();
    await logged("お電話で、のし紙のご希望").waitFor();
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    await page.getByRole("heading", { level: 1, name: "受注一覧" }).waitFor();
  });

  it("a memo and a comment that were not saved are asked for by one question", async () => {
    const { id } = await placed("ギフト包装");
    await page.goto(at(`/orders/${id}`));
    await page.getByRole("textbox", { name: "社内メモ" }).fill("のし紙を付ける");
    await page.getByLabel("コメントを残す").fill("お電話で、のし紙のご希望");
    await page.getByRole("link", { name: "受注一覧へ" }).click();
    const question = page.getByRole("dialog", { name: "保存していない変更があります" });
    await question.getByRole("button", { name: "保存せずに離れる" }).click();
    await page.getByRole("heading", { level: 1, name: "受注一覧" }).waitFor();
    expect(await question.count()).toBe(0);
  });

  it("W2: of two people at one field the second is told what is there now, in words", async () => {
    const { id } = await placed("ギフト包装");
    await page.goto(at(`/orders/${id}`));
    await page.getByLabel("配送会社").selectOption("佐川急便");
    await page.getByLabel("お届け希望日").fill("2030-01-03");
    await api("PATCH", `/orders/${id}/work`, { carrier: "yamato", deliverOn: "2030-01-02" });
    await page.getByRole("button", { name: "社内メモ・配送を保存" }).click();
    await page.getByText("いまの内容: ヤマト運輸").waitFor();
    await page.getByText("いまの内容: 2030/01/02").waitFor();
    await page.getByRole("button", { name: "社内メモ・配送を保存" }).click();
    await page.getByText("保存しました。", { exact: true }).waitFor();
    expect((await api("GET", `/orders/${id}`))["work"]).toMatchObject({ carrier: "sagawa" });
  });

  it("W1: a day of which a part is missing is no day that was taken back: it is said, and nothing is saved until it is mended", async () => {
    const { id } = await placed("ギフト包装");
    await api("PATCH", `/orders/${id}/work`, { deliverOn: "2030-01-02" });
    await page.goto(at(`/orders/${id}`));
    const day = page.getByLabel("お届け希望日");
    await day.focus();
    // One part of the date is deleted; the browser then reports the rest as empty.
    await day.press("Backspace");
    expect(await day.inputValue()).toBe("");
    await page.getByRole("button", { name: "社内メモ・配送を保存" }).click();
    const told = page.getByText("途中までの入力か、カレンダーにない日です。直すか、すべて消してください。");
    await told.waitFor();
    expect((await api("GET", `/orders/${id}`))["work"]).toMatchObject({ deliverOn: "2030-01-02" });
    await day.fill("2030-01-03");
    await told.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "社内メモ・配送を保存" }).click();
    await page.getByText("保存しました。", { exact: true }).waitFor();
    expect((await api("GET", `/orders/${id}`))["work"]).toMatchObject({ deliverOn: "2030-01-03" });
  });
});

describe("定期購入・会費", () => {
  it("O1: a plan is made, its first order comes at once, it is paused, taken up again and ended", async () => {
    await visit("/plans");
    await page.getByRole("main").getByRole("link", { name: "定期購入・会費を登録" }).first().click();
    await page.getByLabel("初回の日付").fill(today());
    await add("結びブレンド");
    await page.getByLabel("お名前").fill("結城 花");
    await check().getByText("1,296円").first().waitFor();
    await check().getByText("在庫は、それぞれの日に注文が登録されたときに減ります。").waitFor();
    await page.getByRole("button", { name: "登録する" }).click();
    await page.getByRole("heading", { level: 1, name: "定期購入 結城 花" }).waitFor();
    const order = page.getByRole("table", { name: "登録された注文" }).getByRole("link");
    await order.waitFor();
    await page.getByRole("button", { name: "休止する" }).click();
    await page.getByText("休止中は注文されません").waitFor();
    await page.getByRole("button", { name: "再開する" }).click();
    await page.getByText("休止中は注文されません").waitFor({ state: "detached" });
    await page.getByRole("link", { name: "変更", exact: true }).click();
    await page.getByLabel("数量").fill("3");
    await page.getByLabel("間隔").fill("2");
    await page.getByRole("button", { name: "変更を保存" }).click();
    await page.getByText("2か月ごと").waitFor();
    await page.getByText("3,888円").first().waitFor();
    await page.getByRole("button", { name: "終了する" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "終了する" }).click();
    await page.getByText("もう注文は登録されません").waitFor();
    await order.click();
    await page
      .getByRole("region", { name: "受注情報" })
      .getByText("定期購入", { exact: true })
      .first()
      .waitFor();
    expect((await api("GET", "/plans?state=ended"))["items"]).toHaveLength(1);
  });

  it("a date without stock says why, and is ordered by a press when there is some; the next date is passed over", async () => {
    const monthly = { name: "月替わりの干菓子", price: 1000, taxRate: 8 };
    const made = await api("POST", "/products", { ...monthly, variations: [{ quantity: 2 }] });
    const [{ id: variationId }] = made["variations"] as [Json];
    const plan = await api("POST", "/plans", {
      kind: "subscription",
      every: { unit: "month", count: 1 },
      firstOn: today(),
      lines: [{ variationId, quantity: 3 }],
    });
    await visit(`/plans/${plan["id"]}`);
    const open = page.getByRole("alert").filter({ hasText: "注文できていません" });
    await open.getByText("在庫が足りません(残り2)").waitFor();
    const variations = [{ id: variationId, quantity: 3 }];
    await api("PATCH", `/products/${made["id"]}`, { variations });
    await open.getByRole("button", { name: "もう一度注文する" }).click();
    const rows = page.getByRole("table", { name: "登録された注文" }).getByRole("row");
    await rows.getByRole("link").waitFor();
    await open.waitFor({ state: "detached" });
    expect(await quantityOf(monthly.name)).toBe(0);

    await page.getByRole("button", { name: "次回を見送る" }).click();
    await page.getByRole("dialog").getByText("その次の日付から続きます").waitFor();
    await page.getByRole("dialog").getByRole("button", { name: "次回を見送る" }).click();
    await rows.filter({ hasText: "見送り" }).waitFor();
    expect(await rows.getByRole("link").count()).toBe(1);
  });
});

describe("商品を追加, in a shop with many products", () => {
  it("O1: a variation behind many products of its name is found, and where not all that fits is shown, it is said", async () => {
    const publish = (name: string, variations: string[]) =>
      api("POST", "/products", {
        name,
        price: 1000,
        taxRate: 10,
        variationPattern: "pattern1",
        variations: variations.map((each) => ({ name: each, quantity: 3 })),
      });
    await publish(
      "長尺反物",
      Array.from({ length: 31 }, (_, nth) => `柄${nth + 1}番`),
    );
    // The newest are found first: the wanted one is behind twenty others.
    await publish("古手拭い 1", ["紅色"]);
    for (let nth = 2; nth <= 22; nth += 1) await publish(`古手拭い ${nth}`, ["白色"]);
    await visit("/orders/new");
    const search = page.getByLabel("商品を追加");
    const options = page.getByRole("listbox").getByRole("option");
    const more = page.getByRole("status").filter({ hasText: "ほかにも商品があります" });
    await search.fill("長尺反物");
    await more.waitFor();
    expect(await options.count()).toBe(30);
    await search.fill("長尺反物 柄31番");
    await options.filter({ hasText: "柄31番" }).waitFor();
    expect(await options.count()).toBe(1);
    expect(await more.count()).toBe(0);
    await search.fill("古手拭い 紅色");
    await options.filter({ hasText: "古手拭い 1 紅色" }).waitFor();
    expect(await options.count()).toBe(1);
    await search.fill("");
  });
});
