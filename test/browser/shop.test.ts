import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectNoSeriousAxe } from "../support/axe.ts";
import { expectEnglish, expectReadable } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import type { Json } from "../support/shop.ts";
import { until } from "../support/wait.ts";

let practice: Practice;
/** One browser for all buyers, one after the other; what it stored for the one before is deleted. */
let page: Page;
beforeAll(async () => {
  // All buyers of this file have the same address, and order more in a minute than is allowed.
  practice = await openPractice({ SHOP_ORDERS_PER_ADDRESS: "0" });
  page = practice.page;
  await practice.reader.clearCookies();
});
afterAll(() => practice.close());
afterEach(() => expect(practice.faults.splice(0)).toEqual([]));

const shopUrl = () => `${practice.shopUrl}/`;
const api: Practice["api"] = (...asked) => practice.api(...asked);
const till = (method: string, path: string, body?: object) =>
  practice.smaregi(method, `/contracts/sb_musubi${path}`, body);
const sell: Practice["sell"] = (...sold) => practice.sell(...sold);

const products: Json[] = [];
async function product(name: string): Promise<Json> {
  if (products.length === 0) products.push(...((await api("GET", "/products?limit=200"))["items"] as Json[]));
  const found = products.find((each) => String(each["name"]).startsWith(name));
  if (found === undefined) throw new Error(`There is no ${name}.`);
  return found;
}

/** Publishes a product; `more` overrides fields. */
const publish = (name: string, quantity: number, more: object = {}) =>
  api("POST", "/products", {
    name,
    price: 1000,
    taxRate: 10,
    published: true,
    variations: [{ quantity }],
    ...more,
  });

/** Someone else orders first. */
const orderedElsewhere = (variationId: string, quantity: number) =>
  api("POST", "/orders", { kind: "normal", lines: [{ variationId, quantity }] });

/** A new buyer opens the shop. */
async function visit(path = ""): Promise<void> {
  await page.evaluate("localStorage.clear(); sessionStorage.clear()");
  await page.goto(`${shopUrl()}${path}`);
  await alive();
}

/** Waits until the page's script is running: controls that waited for it can be pressed. */
const alive = () => page.locator("header button[lang]:not([aria-disabled])").waitFor();

/** Goes to another page of the shop as a link does, and waits for its title. */
async function go(path: string, title: string): Promise<void> {
  await page.evaluate(`history.pushState(null, "", "${shopUrl()}${path}")`);
  await page.getByRole("heading", { level: 1, name: title, exact: true }).waitFor();
}

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });

/** Puts a product into the cart from its page. */
async function choose({ id, name }: Json, quantity = "1"): Promise<void> {
  await go(`products/${id}`, name);
  await page.getByLabel("数量", { exact: true }).fill(quantity);
  await button("カートに入れる").click();
  await page.getByRole("status").getByRole("link", { name: "カートを見る" }).waitFor();
}

/** Goes from the cart to the confirmation; input in full width is accepted as half width. */
async function fillIn(payment = "銀行振込"): Promise<void> {
  await go("cart", "カート");
  await page.getByRole("link", { name: "ご購入手続きへ" }).click();
  await page.getByLabel("お名前").fill("結城　花");
  await page.getByLabel("フリガナ").fill("ゆうき ﾊﾅ");
  await page.getByLabel("郵便番号").fill("６００８００１");
  await page.getByLabel("都道府県").selectOption("京都府");
  await page.getByLabel("市区町村・番地").fill("京都市下京区四条通1-2-3");
  await page.getByLabel("電話番号").fill("０７５ー０００ー００００");
  await page.getByLabel("メールアドレス").fill("ｈａｎａ＠example.jp");
  await page.getByLabel(payment).check();
  await button("内容の確認へ").click();
  await page.getByRole("heading", { name: "注文内容の確認" }).waitFor();
}

/** Reads the order whose page is shown. */
async function doneOrder(): Promise<Json> {
  const number = page.locator(".order-number");
  await number.waitFor();
  return await api("GET", `/orders/${await number.getAttribute("data-order")}`);
}

const orderCount = async () => ((await api("GET", "/orders?limit=200"))["items"] as Json[]).length;

/** Holds back the shop's script at each load until it is released. */
async function holdScript(): Promise<{ release(): Promise<void> }> {
  const held: (() => void)[] = [];
  await page.route("**/assets/shop-*.js", async (route) => {
    await new Promise<void>((done) => held.push(done));
    await route.continue();
  });
  return {
    release: async () => {
      await until("the script is asked for", async () => held.length > 0);
      held.splice(0).forEach((go) => go());
    },
  };
}

describe("the shop, as a buyer sees it", () => {
  it("is seen before its script is there, which takes over what stands and asks nothing again", async () => {
    const asked: string[] = [];
    const note = (request: { url(): string }) => void asked.push(new URL(request.url()).pathname);
    page.on("request", note);
    // The greeting of the live connection would make the page read everything again, so it is blocked here.
    await page.route("**/events", (route) => route.abort());
    const script = await holdScript();
    for (const path of ["", `products/${(await product("急須"))["id"]}`]) {
      asked.length = 0;
      await page.goto(`${shopUrl()}${path}`, { waitUntil: "commit" });
      await page
        .locator(path === "" ? ".goods li" : "fieldset:disabled")
        .first()
        .waitFor();
      await page.locator("main [data-stock]", { hasText: "残りわずか(3点)" }).waitFor();
      await page.locator("h1").evaluate((heading) => Object.assign(heading, { isOld: true }));
      // A control whose press would be lost now waits, and so does a person who presses it.
      const language = page.getByRole("button", { name: "English" });
      expect(await language.isDisabled()).toBe(true);
      await script.release();
      await alive();
      expect(await page.locator("h1").evaluate((heading) => "isOld" in heading)).toBe(true);
      expect(await language.isDisabled()).toBe(false);
      expect(asked.filter((each) => each.startsWith("/shop/v1/") && !each.endsWith("/events"))).toEqual([]);
    }
    page.off("request", note);
    await page.unrouteAll();
  });

  it("a link that is pressed the moment that it hears leads on, and nothing is drawn anew for it", async () => {
    const script = await holdScript();
    await page.goto(shopUrl(), { waitUntil: "commit" });
    await page.locator(".goods li").first().waitFor();
    await page.evaluate(`
      new MutationObserver((_, seen) => {
        if (document.querySelector("header button[lang]:not([aria-disabled])") === null) return;
        seen.disconnect();
        document.querySelector('header a[href$="/cart"]').click();
      }).observe(document, { subtree: true, childList: true, attributes: true })`);
    await script.release();
    await page.getByRole("heading", { name: "カート", exact: true }).waitFor();
    // If a page is drawn again, React reports an error.
    expect(practice.faults).toEqual([]);
    await page.unrouteAll();
  });

  it("a page in another language than the server thought is drawn anew, and known from then on", async () => {
    const cookies = async () =>
      (await practice.reader.cookies()).filter(({ name }) => name === "musubi-language");
    await page.goto(shopUrl());
    await alive();
    expect(await cookies()).toEqual([]);
    await page.getByRole("button", { name: "English" }).click();
    await page.getByRole("heading", { name: "All products" }).waitFor();
    expect(await cookies()).toMatchObject([{ value: "en" }]);
    // This browser stores Japanese at each load: the server is wrong once, and is then told.
    await page.goto(shopUrl());
    await page.getByRole("heading", { name: "商品一覧" }).waitFor();
    await alive();
    expect(await page.locator("html").getAttribute("lang")).toBe("ja");
    expect(await cookies()).toEqual([]);
  });

  it("a sale at the till changes the stock state on the open page, down to 売り切れ", async () => {
    const kettle = await product("急須");
    const { smaregiProductId } = kettle["variations"][0];
    await visit();
    const card = page.locator(".goods li", { hasText: "急須" }).locator("[data-stock]");
    await card.filter({ hasText: "残りわずか(3点)" }).waitFor();
    await sell(smaregiProductId, 2);
    await card.filter({ hasText: "残りわずか(1点)" }).waitFor();
    await go(`products/${kettle["id"]}`, kettle["name"]);
    const state = page.locator("main [data-stock]");
    await state.filter({ hasText: "残りわずか(1点)" }).waitFor();
    await sell(smaregiProductId, 1);
    await state.filter({ hasText: "売り切れ" }).waitFor();
    expect(await button("売り切れ").isDisabled()).toBe(true);
    await till("POST", "/stock", {
      changes: [{ productId: smaregiProductId, storeId: "1", stockAmount: 30 }],
    });
    await state.filter({ hasText: "在庫あり" }).waitFor();
    expect(await button("カートに入れる").isEnabled()).toBe(true);
  });

  it("an order of a variation stands in the till's books, with the buyer as the shop takes them", async () => {
    const mug = await product("マグカップ");
    await visit(`products/${mug["id"]}`);
    await button("カートに入れる").click();
    await page.getByText("種類をお選びください。").waitFor();
    await page.getByRole("radio", { name: /^白/ }).check();
    await page.getByLabel("数量", { exact: true }).fill("２");
    await button("カートに入れる").click();
    await page.getByRole("status").getByText("「マグカップ 白」を2点").waitFor();
    await fillIn("代金引換");
    const sums = page.locator(".sums");
    expect(await sums.textContent()).toContain("代引手数料後ほどお知らせ(未定)");
    expect(await sums.textContent()).toContain("合計送料・手数料別3,960円");
    await button("注文する").click();
    const order = await doneOrder();
    expect(order).toMatchObject({ kind: "normal", total: 3960, shippingFee: null });
    expect(order["customer"]).toEqual({
      name: "結城 花",
      kana: "ユウキ ハナ",
      postalCode: "600-8001",
      prefecture: "京都府",
      address: "京都市下京区四条通1-2-3",
      building: "",
      phone: "075-000-0000",
      email: "hana@example.jp",
      paymentMethod: "代金引換",
    });
    await page.getByText("配達員へお支払いください").waitFor();
    const books = await until("it is in the till's books", async () => {
      const all = (await till("GET", "/transactions?terminalId=2")) as unknown as Json[];
      return all.find((each) => each["total"] === "3960");
    });
    expect(books).toMatchObject({ terminalId: "2" });
    // The cart is empty again, and the page is still there after a reload.
    await page.reload();
    await page.locator(".order-number", { hasText: order["number"] }).waitFor();
    expect(await page.getByRole("link", { name: "カート", exact: true }).count()).toBe(1);
    // The order was answered, so the browser keeps nothing about the buyer.
    const left = await page.evaluate<string>("JSON.stringify([localStorage, sessionStorage])");
    expect(left).toContain(order["number"]);
    expect(left).not.toMatch(/結城|四条通|075-?000|hana@/);
  });

  it("U2: pattern 2 asks when it is put into the cart; a missing choice is said beside it; the answers are the order's", async () => {
    const pen = await publish("名入れ万年筆", 4, {
      variationPattern: "pattern2",
      questions: [
        { name: "軸の色", choices: ["紺", "朱"] },
        { name: "刻印", freeText: true },
      ],
    });
    await visit(`products/${pen["id"]}`);
    await button("カートに入れる").click();
    await page.getByText("軸の色をお選びください。").waitFor();
    await page.locator("select:focus").waitFor();
    await page.getByLabel("軸の色").selectOption("朱");
    await page.getByLabel("刻印").fill("字".repeat(101));
    await button("カートに入れる").click();
    await page.getByText("100文字以内でご入力ください。").waitFor();
    await page.getByLabel("刻印").fill("Hana");
    await button("カートに入れる").click();
    await page.getByRole("link", { name: "カートを見る" }).click();
    await page.getByText("刻印: Hana").waitFor();
    await fillIn();
    await button("注文する").click();
    const order = await doneOrder();
    expect(order["lines"][0]).toMatchObject({ quantity: 1, answers: ["朱", "Hana"] });
    await page.getByText("お知らせした口座へお振り込みください。").waitFor();
  });

  it("the last pieces are sold while they are in the cart: says which line and what is left; the form is kept", async () => {
    const [fan, box] = [await publish("扇子", 3), await publish("桐箱", 1)];
    await visit();
    await choose(fan, "3");
    await choose(box);
    await fillIn();
    await Promise.all([
      orderedElsewhere(fan["variations"][0].id, 1),
      orderedElsewhere(box["variations"][0].id, 1),
    ]);
    const line = (name: string) => page.locator(".rows li", { hasText: name });
    await line("扇子").getByText("在庫が足りません。残り2点です。").waitFor();
    await line("桐箱").getByText("売り切れました。").waitFor();
    expect(await button("注文する").isDisabled()).toBe(true);
    await line("扇子").getByRole("button", { name: "2点に変更する" }).click();
    await line("桐箱").getByRole("button", { name: "カートから外す" }).click();
    await button("注文する").click();
    const order = await doneOrder();
    expect(order["lines"]).toMatchObject([{ productName: "扇子", quantity: 2 }]);
    expect(order["customer"].name).toBe("結城 花");
  });

  it("more than there are of what is 在庫あり: the shop's refusal stands at its line, until it is changed", async () => {
    const cloth = await publish("麻布", 20);
    await visit();
    await choose(cloth, "50");
    await fillIn();
    await button("注文する").click();
    await page.locator(".rows").getByText("在庫が足りません(残り20)。").waitFor();
    expect(await button("注文する").isDisabled()).toBe(true);
    await go("cart", "カート");
    await page.getByLabel("「麻布」の数量", { exact: true }).fill("20");
    await page.getByRole("link", { name: "ご購入手続きへ" }).click();
    expect(await page.getByLabel("お名前").inputValue()).toBe("結城 花");
    await button("内容の確認へ").click();
    await button("注文する").click();
    expect((await doneOrder())["lines"][0]).toMatchObject({ quantity: 20 });
  });

  it("a double click, and an answer that is lost, make one order", async () => {
    const thread = await publish("組紐", 9);
    await visit();
    await choose(thread, "2");
    await fillIn();
    const before = await orderCount();
    let lost = 0;
    await page.route("**/shop/v1/*/orders", async (route) => {
      if (lost++ > 0) return await route.continue();
      // The shop takes the order, and the connection breaks before the answer arrives.
      await route.fetch();
      await route.abort("connectionreset");
    });
    // Before the page can show that the first press is in progress.
    await page.evaluate(`(() => {
      const order = [...document.querySelectorAll("button")].find((each) => each.textContent === "注文する");
      order.click();
      order.click();
    })()`);
    expect((await doneOrder())["lines"]).toMatchObject([{ productName: "組紐", quantity: 2 }]);
    // The press whose answer was lost tries again long after the other one was answered.
    await until("it has tried again", () => Promise.resolve(lost >= 3));
    await page.unrouteAll({ behavior: "wait" });
    expect(await orderCount()).toBe(before + 1);
  });

  it("an answer that never comes: the page says so, and finds out later without a second order", async () => {
    const paper = await publish("千代紙", 9);
    await visit();
    await choose(paper);
    await fillIn();
    const before = await orderCount();
    await page.route("**/shop/v1/*/orders", async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    await button("注文する").click();
    await page.getByText("返事がまだ届いていません").waitFor();
    await page.unroute("**/shop/v1/*/orders");
    await page.goto(`${shopUrl()}cart`);
    await button("注文の結果を確かめる").click();
    await doneOrder();
    expect(await orderCount()).toBe(before + 1);
  });

  it("an order without an answer, and then another cart: nothing goes out a second time unless it is meant", async () => {
    const paper = await publish("懐紙", 9);
    await visit();
    await choose(paper);
    await fillIn();
    const before = await orderCount();
    await page.route("**/shop/v1/*/orders", async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    await button("注文する").click();
    await page.getByText("返事がまだ届いていません").waitFor();
    await page.unroute("**/shop/v1/*/orders");
    await go("cart", "カート");
    await page.getByLabel("「懐紙」の数量", { exact: true }).fill("2");
    await go("checkout/confirm", "注文内容の確認");
    await button("注文する").click();
    await page.getByText("前回のご注文が、すでに届いているかもしれません。").waitFor();
    expect(await orderCount()).toBe(before + 1);
    await button("前回とは別に注文する").click();
    expect((await doneOrder())["lines"]).toMatchObject([{ productName: "懐紙", quantity: 2 }]);
    expect(await orderCount()).toBe(before + 2);
  });

  it("pieces that are added in another tab while the order is on its way stay in the cart", async () => {
    await visit();
    await choose(await publish("組子", 9), "2");
    await fillIn();
    let letGo = () => {};
    const held = new Promise<void>((done) => (letGo = done));
    await page.route("**/shop/v1/*/orders", async (route) => {
      await held;
      await route.continue();
    });
    const [sent] = await Promise.all([
      page.waitForRequest("**/shop/v1/*/orders"),
      button("注文する").click(),
    ]);
    const other = await practice.reader.newPage();
    await other.goto(`${shopUrl()}cart`);
    await other.getByLabel("「組子」の数量", { exact: true }).fill("5");
    await page.getByRole("link", { name: "カート 5点" }).waitFor();
    letGo();
    expect((await doneOrder())["lines"]).toMatchObject([{ productName: "組子", quantity: 2 }]);
    expect(sent.postDataJSON()).toMatchObject({ lines: [{ quantity: 2 }] });
    await page.getByRole("link", { name: "カート 3点" }).waitFor();
    await other.getByRole("link", { name: "カート 3点" }).waitFor();
    await other.close();
    await page.unrouteAll({ behavior: "wait" });
  });

  it("a page that Back brings back as it was has today's cart, and writes no old one back", async () => {
    const [fan, cloth] = [await publish("渋扇", 9), await publish("風呂敷", 9)];
    await visit();
    await choose(fan, "2");
    // The cart changes unheard, as for a page that the browser has put aside: its own change tells a page nothing.
    const change = (what: string) =>
      page.evaluate(`{
        const [key] = Object.keys(localStorage).filter((each) => each.startsWith("musubi-cart-"));
        const [line] = JSON.parse(localStorage.getItem(key));
        localStorage.setItem(key, JSON.stringify(${what}));
      }`);
    const inCart = (name: string) => page.getByRole("link", { name, exact: true });
    await change("[{ ...line, quantity: 7 }]");
    await page.evaluate(`dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))`);
    await inCart("カート 7点").waitFor();
    // All was bought in another tab, and the page has not even been told that it is back.
    await change("[]");
    await choose(cloth);
    await inCart("カート 1点").waitFor();
    await go("cart", "カート");
    await page.locator(".rows li", { hasText: "風呂敷" }).waitFor();
    expect(await page.locator(".rows li").count()).toBe(1);
  });

  it("what is no longer sold is said in the cart, and on its page", async () => {
    const fleeting = await publish("一日限り", 5);
    await visit();
    await choose(fleeting);
    await go("cart", "カート");
    await page.getByRole("link", { name: "ご購入手続きへ" }).waitFor();
    await api("PATCH", `/products/${fleeting["id"]}`, { published: false });
    await page.locator(".rows li", { hasText: "一日限り" }).getByText("販売を終了しました").waitFor();
    expect(await button("ご購入手続きへ").isDisabled()).toBe(true);
    await go(`products/${fleeting["id"]}`, "この商品は販売を終了しました");
  });

  it("a price that changes unseen: the order is refused, the new sum is shown, and ordered by a further press", async () => {
    // The page gets no live events.
    await page.route("**/events", (route) => route.abort());
    const fan = await publish("京扇子", 9);
    await visit();
    await choose(fan);
    await fillIn();
    const sums = page.locator(".sums");
    await sums.getByText("1,000円").first().waitFor();
    await api("PATCH", `/products/${fan["id"]}`, { price: 1800 });
    await button("注文する").click();
    await page.getByRole("alert").getByText("商品の価格が変わりました").waitFor();
    await sums.getByText("1,800円").first().waitFor();
    await button("注文する").click();
    expect(await doneOrder()).toMatchObject({ total: 1800 });
    await page.unroute("**/events");
  });

  it("a product that changes under its open page: of two choices one is left, which needs no choosing", async () => {
    const names = {
      variations: [
        { name: "白", quantity: 9 },
        { name: "藍", quantity: 9 },
      ],
    };
    const bowl = await publish("小鉢", 9, { variationPattern: "pattern1", ...names });
    await visit(`products/${bowl["id"]}`);
    await page.getByRole("radio", { name: /藍/ }).waitFor();
    const [white] = bowl["variations"] as Json[];
    await api("PATCH", `/products/${bowl["id"]}`, { variations: [{ id: white?.["id"] }] });
    await page.getByRole("radio").first().waitFor({ state: "detached" });
    await button("カートに入れる").click();
    await page.getByRole("status").getByText("小鉢 白").waitFor();
    expect(await page.getByRole("link", { name: "カート 1点" }).count()).toBe(1);
  });

  it("a field of a buyer takes as much as the shop does: no order is refused for its length at the end", async () => {
    await visit();
    await choose(await publish("風鈴", 9));
    await go("checkout", "お届け先・お支払い");
    for (const label of ["お名前", "電話番号", "メールアドレス"]) {
      await page.getByLabel(label).focus();
      await page.keyboard.insertText("0".repeat(300));
    }
    const lengthOf = async (label: string) => (await page.getByLabel(label).inputValue()).length;
    expect([await lengthOf("お名前"), await lengthOf("電話番号")]).toEqual([100, 30]);
    expect(await lengthOf("メールアドレス")).toBe(255);
  });

  it("works by keyboard alone, from the list to the confirmation", async () => {
    const lamp = await publish("行灯", 8);
    await visit();
    const press = (key: string) => page.keyboard.press(key);
    const tabTo = async (name: string | RegExp) => {
      for (let at = 0; at < 60; at++) {
        await press("Tab");
        const said = await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent",
        );
        if (typeof name === "string" ? said.startsWith(name) : name.test(said)) return;
      }
      throw new Error(`${String(name)} can't be reached by Tab.`);
    };
    await tabTo(/行灯/);
    await press("Enter");
    await page.waitForURL(`**/products/${lamp["id"]}`);
    await page.locator("#content:focus").waitFor();
    await tabTo("数量を増やす");
    await press("Enter");
    await tabTo("カートに入れる");
    await press("Enter");
    await page.getByRole("link", { name: "カートを見る" }).waitFor();
    await tabTo("カートを見る");
    await press("Enter");
    await page.getByRole("heading", { name: "カート", exact: true }).waitFor();
    await tabTo("ご購入手続きへ");
    await press("Enter");
    await page.getByRole("heading", { name: "お届け先・お支払い" }).waitFor();
    for (const [name, typed] of [
      ["お名前", "結城 花"],
      ["フリガナ", "ユウキ ハナ"],
      ["郵便番号", "6008001"],
      ["都道府県", null],
      ["市区町村・番地", "京都市"],
      ["電話番号", "0750000000"],
      ["メールアドレス", "hana@example.jp"],
    ] as const) {
      await tabTo(name);
      if (typed !== null) await page.keyboard.insertText(typed);
      else for (let at = 0; at < 26; at++) await press("ArrowDown");
    }
    await tabTo("代金引換");
    await press("Space");
    await press("Enter");
    await page.getByText("京都府京都市").waitFor();
    expect(await page.locator(".rows").textContent()).toContain("行灯 × 2");
  });

  it("very many products come page by page, and are searched: the words stand in the address; what is not there is said", async () => {
    for (let at = 0; at < 30; at++) await publish(`小皿 ${at}`, 9);
    await visit();
    const cards = page.locator(".goods li");
    await cards.first().waitFor();
    expect(await cards.count()).toBe(24);
    await button("さらに表示").click();
    await cards.filter({ hasText: "小皿 0" }).waitFor();
    expect(await cards.count()).toBe(48);
    await page.getByRole("searchbox", { name: "商品名・商品コードで探す" }).fill("急須");
    await cards.nth(1).waitFor({ state: "detached" });
    await cards.filter({ hasText: "急須" }).waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe("急須");
    await page.reload();
    await cards.first().waitFor();
    expect(await cards.count()).toBe(1);
    await page.getByRole("searchbox").fill("象");
    await page.getByRole("status").getByText("「象」に合う商品は見つかりませんでした。").waitFor();
    await page.getByRole("searchbox").fill("");
    await cards.nth(5).waitFor();
    expect(new URL(page.url()).search).toBe("");
    await go("nothing", "このページは見つかりません");
  });

  it("a number without a shop gets a kind word", async () => {
    await page.goto(`${practice.url}/shop/01-99999/`);
    await page.locator("h1").waitFor();
    expect(await page.locator("h1").textContent()).toBe("このショップはただいまご利用いただけません");
    await expectNoSeriousAxe(page);
  });

  it("axe finds nothing, and nothing is wider than a laptop or a phone; its switch leads to English and back", async () => {
    const mug = await product("マグカップ");
    await visit();
    await page.locator(".goods li").first().waitFor();
    await expectReadable(page);
    await go(`products/${mug["id"]}`, mug["name"]);
    await page.locator("form button[type=submit]").click();
    await page.locator("[data-invalid]").waitFor();
    await expectReadable(page);
    await page.getByRole("radio").first().check();
    await page.locator("form button[type=submit]").click();
    await page.locator("[role=status] a").click();
    await page.locator(".rows input").fill("99");
    await expectReadable(page);
    await page.locator(".summary a").first().click();
    await page.locator("form button[type=submit]").click();
    await page.locator("[aria-invalid=true]").first().waitFor();
    await expectReadable(page);
    await fillIn();
    await page.locator(".buyer").waitFor();
    // The confirmation refuses a line with more than there are.
    await page.locator(".summary button").click();
    await page.locator(".rows [role=alert]").waitFor();
    await expectReadable(page);
    await page.goto(`${shopUrl()}done`);
    await expectReadable(page);
    await expectEnglish(page, () => expectNoSeriousAxe(page));
    expect(await page.locator("h1").count()).toBe(1);
  });

  // The last test: this page stores nothing from here on.
  it("a browser that keeps nothing (cookies and site data blocked) orders all the same", async () => {
    await page.addInitScript(`for (const name of ["localStorage", "sessionStorage"])
      Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });`);
    await page.goto(shopUrl());
    await alive();
    await choose(await publish("忘れな草の栞", 3));
    await fillIn();
    await button("注文する").click();
    expect(await doneOrder()).toMatchObject({ lines: [{ productName: "忘れな草の栞", quantity: 1 }] });
  });
});
