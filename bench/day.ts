import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import iconv from "iconv-lite";
import { chromium, type Locator, type Page } from "playwright-core";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { openRun } from "../bin/test-run.mjs";
import { runCommand } from "../src/run-command.ts";
import { launchOptions } from "../test/support/browser.ts";
import { startServer } from "../test/support/server.ts";
import { until } from "../test/support/wait.ts";

/*
 * The daily jobs of a shop, played through the console by script at the width of a phone, a tablet and a laptop, in a shop of 1,000
 * orders and 300 products with a local Smaregi. Prints clicks, letters typed and seconds of waiting for each:
 *   npx tsx bench/day.ts
 * By hand: the seconds that a practised person needs, at 1.3 seconds a click (to point and to press) and 0.28 a letter (Card, Moran
 * and Newell), plus the waiting. Reading, packing and the printer's own dialog are not included.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);
const aClick = 1.3;
const aLetter = 0.28;
const widths = [390, 820, 1280];
const [contractId, storeId, tillId] = ["sb_day", "1", "1"];
const [products, orders] = [300, 1_000];
const firstLast = 8_000_101;

let clicks = 0;
let letters = 0;
let waited = 0;

/** Presses, and waits for what should then be visible; that time counts as waiting. */
async function click(what: Locator, then?: Locator): Promise<void> {
  await what.waitFor();
  const began = performance.now();
  await what.click();
  clicks += 1;
  await then?.first().waitFor();
  waited += performance.now() - began;
}

async function type(what: Locator, text: string): Promise<void> {
  await click(what);
  await what.fill(text);
  letters += [...text].length;
}

type Job = { name: string; clicks: number; letters: number; waited: number };

async function timed(name: string, job: () => Promise<void>): Promise<Job> {
  [clicks, letters, waited] = [0, 0, 0];
  await job();
  return { name, clicks, letters, waited: waited / 1000 };
}

type Json = Record<string, any>;
type House = {
  api(method: string, path: string, body?: object | string): Promise<Json>;
  smaregi(method: "PATCH" | "POST" | "PUT", path: string, body: object): Promise<unknown>;
  folder: string;
};

async function main(): Promise<void> {
  openRun();
  ensureBuilt();
  const folder = await mkdtemp(join(tmpdir(), "musubi-day-"));
  const server = await startServer({
    DATA_DIR: folder,
    MUSUBI_DEMO: "0",
    INCIDENT_OPEN_AFTER_SECONDS: "0",
    SMAREGI_WRITES_PER_SECOND: "500",
    SMAREGI_READS_PER_SECOND: "500",
  });
  const browser = await chromium.launch(launchOptions());
  try {
    const { house, owner } = await openShop(server, folder);
    say(`${orders} orders and ${products} products are there.`);
    const context = await browser.newContext({ locale: "ja-JP" });
    context.setDefaultTimeout(60_000);
    // The browser's own dialog is not part of the page: one more click each.
    await context.addInitScript({
      content: "window.print = () => { window.printed = (window.printed ?? 0) + 1; }",
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/console/`);
    await page.getByLabel("メールアドレス").fill(owner.email);
    await page.locator("input[type=password]").fill(owner.password);
    await page.getByRole("button", { name: "ログイン" }).click();
    await page.getByRole("heading", { level: 1, name: "加盟店TOP" }).waitFor();
    for (const width of widths) {
      await page.setViewportSize({ width, height: width < 500 ? 844 : width < 1000 ? 1180 : 800 });
      await page.goto(`${server.url}/console/`);
      for (const job of [ship, sendAgain, phone, soldOut, soldOutByName]) {
        const done = await job(page, house);
        const byHand = done.clicks * aClick + done.letters * aLetter + done.waited;
        const counted = `${done.clicks} clicks, ${done.letters} letters, ${done.waited.toFixed(1)} s waited`;
        say(`${String(width).padStart(4)} ${done.name}: ${counted}; by hand ${byHand.toFixed(0)} s`);
      }
    }
    await context.close();
  } finally {
    await browser.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** The shop of the day: its products linked and synced, its orders registered and most of them shipped. */
async function openShop(server: { url: string; said(): string }, folder: string) {
  const sandbox = /(http\S+)\/till/.exec(server.said())?.[1] ?? "";
  const app = { clientId: "musubi-practice", clientSecret: "musubi-practice-secret" };
  const smaregi: House["smaregi"] = async (method, path, body) => {
    const init = { method, body: JSON.stringify(body) };
    const answer = await fetch(`${sandbox}/_sandbox${path}`, init);
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  };
  const goods = Array.from({ length: products }, (_, index) => ({
    productId: String(8_000_001 + index),
    productCode: `DAY-${index + 1}`,
    productName: `日々の品 ${index + 1}`,
    price: 500 + index,
  }));
  await smaregi("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
  await smaregi("PUT", `/contracts/${contractId}`, {
    ...app,
    stores: [{ storeId, storeName: "本店" }],
    terminals: [
      { storeId, terminalId: tillId, terminalName: "レジ1" },
      { storeId, terminalId: "2", terminalName: "オンラインショップ" },
    ],
    products: goods,
    // A few have one piece left, and the till sells them out.
    stock: goods.map(({ productId }) => ({ storeId, productId, stockAmount: isLast(productId) ? 1 : 900 })),
  });
  const env = { DATA_DIR: folder, MUSUBI_LOG: "silent" };
  const made = await runCommand(["merchant", "create", "--name", "毎日の店", "--json"], env);
  const { apiKey, number, owner } = JSON.parse(made) as {
    apiKey: string;
    number: string;
    owner: { email: string; password: string };
  };
  await runCommand(["contract", "allow", number, contractId], env);
  const api: House["api"] = async (method, path, body) => {
    const isText = typeof body === "string";
    const headers = {
      authorization: `Bearer ${apiKey}`,
      "content-type": isText ? "text/csv" : "application/json",
    };
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Json);
  };
  await api("PUT", "/connection", { contractId, storeId, terminalId: "2", enabled: true, mode: "standard" });
  await api("PUT", "/paper-settings", {
    ...(await api("GET", "/paper-settings")),
    issuer: "毎日の店",
    postalCode: "600-8001",
    address: "京都市下京区四条通1-2-3",
    phone: "075-000-0000",
    registrationNumber: "T1234567890123",
    b2Customer: "075000000000",
    b2Freight: "01",
  });
  const rows = goods.map(
    ({ productId, productCode, productName, price }) =>
      `${productCode},${productName},${price},公開,${productId}`,
  );
  const file = ["商品コード,商品名,販売価格,公開,スマレジ商品ID", ...rows].join("\n");
  const { id } = await api("POST", "/products/bulk-register", file);
  await until(
    "all products are there",
    async () => (await api("GET", `/bulk-jobs/${id}`))["endedAt"] !== null,
  );
  const house: House = { api, smaregi, folder };
  await until("all products are synced", async () => (await api("GET", "/status"))["waitingSignals"] === 0);
  const placed = await place(house, orders);
  await shipAway(house, placed);
  await until("all is registered", async () => (await api("GET", "/status"))["pendingOrders"] === 0);
  return { house, owner };
}

/** Orders paid and shipped by the API: none of them is left for the next job. */
async function shipAway({ api }: House, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += 200) {
    const job = await api("POST", "/order-jobs", {
      id: crypto.randomUUID(),
      orders: { orderIds: ids.slice(from, from + 200) },
      action: { kind: "work", payment: "paid", shipping: "shipped" },
    });
    await until("they are shipped", async () => {
      return (await api("GET", `/order-jobs/${job["id"]}`))["endedAt"] !== null;
    });
  }
}

const surnames = ["佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "山本", "中村"];

/** Places orders by the API, paid, each of two products; returns their IDs. */
async function place({ api }: House, count: number): Promise<string[]> {
  const listed: Json[] = [];
  for (let cursor = ""; ;) {
    const page = await api("GET", `/products?limit=200${cursor}`);
    listed.push(...page["items"]);
    if (page["nextCursor"] === null) break;
    cursor = `&cursor=${page["nextCursor"]}`;
  }
  const sellable = listed.map((each) => each["variations"][0]).filter((each) => each["quantity"] > 100);
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const lines = [0, 1].map((more) => ({
      variationId: sellable[(nth * 7 + more) % sellable.length]["id"],
      quantity: 1,
    }));
    const customer = {
      name: `${surnames[nth % surnames.length]} 花子${nth}`,
      postalCode: "600-8001",
      prefecture: "京都府",
      address: "京都市下京区四条通4-5-6",
      phone: "0750000001",
    };
    const { id } = await api("POST", "/orders", { kind: "normal", lines, customer });
    ids.push(id);
  }
  return ids;
}

/** Goes to a page by the menu, which is folded if there is little room. */
async function goTo(page: Page, name: string): Promise<void> {
  const menu = page.getByRole("button", { name: "メニューを開く" });
  if (await menu.isVisible()) await click(menu);
  await click(
    page.getByRole("navigation", { name: "管理画面のメニュー" }).getByRole("link", { name, exact: true }),
    page.getByRole("heading", { level: 1, name }),
  );
}

/** Today's 40 orders: printed, passed to the carrier, and shipped with the file that the carrier returns. */
async function ship(page: Page, house: House): Promise<Job> {
  const ids = await place(house, 40);
  for (const id of ids) await house.api("POST", `/orders/${id}/status`, { status: "paid" });
  const papers = page.getByRole("button", { name: "印刷・CSV" });
  const chooseAll = async () => {
    const tab = page.getByRole("group", { name: "受注の状況" }).getByRole("button", { name: /^未発送/ });
    if ((await tab.getAttribute("aria-pressed")) !== "true")
      await click(tab, tab.and(page.locator("[aria-pressed=true]")));
    await page
      .getByRole("checkbox", { name: /^\d{8}を選択$/ })
      .nth(39)
      .waitFor();
    await click(page.getByRole("checkbox", { name: "表示中のすべてを選択" }), papers);
  };
  const job = await timed("40 orders printed and shipped", async () => {
    await goTo(page, "受注一覧");
    await chooseAll();
    await click(papers);
    await click(page.getByRole("menuitem", { name: "納品書を印刷" }), page.getByRole("article").nth(39));
    await click(page.getByRole("button", { name: "印刷", exact: true }));
    await click(page.getByText("ピッキングリスト", { exact: true }).first(), page.getByText("☐").first());
    await click(page.getByRole("button", { name: "印刷", exact: true }));
    // The browser's dialog, twice.
    clicks += 2;
    await click(
      page.getByRole("link", { name: "受注一覧へ" }),
      page.getByRole("heading", { level: 1, name: "受注一覧" }),
    );
    await chooseAll();
    await click(papers);
    await click(
      page.getByRole("menuitem", { name: "B2クラウドのCSVをダウンロード" }),
      page.getByText("40件の送り状を出力します。"),
    );
    const came = page.waitForEvent("download");
    await click(page.getByRole("dialog").getByRole("button", { name: "ダウンロード" }));
    const saved = join(house.folder, "b2.csv");
    await (await came).saveAs(saved);
    const issued = await issuedFile(saved, house.folder);
    await click(page.getByRole("button", { name: "発送データ取込" }), page.locator("input[type=file]"));
    await page.locator("input[type=file]").setInputFiles(issued);
    // The browser's dialog for files: to open it and to choose.
    clicks += 2;
    const done = page.getByRole("button", { name: "40件を発送済みにする" });
    await click(done, page.getByText(/変更 40件/));
  });
  await until("they are shipped", async () => {
    return (await house.api("GET", `/orders/${ids[0]}`))["status"] === "shipped";
  });
  return job;
}

let parcels = 10_000_000_000;

/** What the carrier makes of the file: the same rows with a number each. */
async function issuedFile(file: string, folder: string): Promise<string> {
  const text = iconv.decode(await readFile(file), "cp932");
  const numbers = [...text.matchAll(/^"?(\d{8})"?,/gm)].map(([, number]) => number);
  const rows = numbers.map((number) => {
    parcels += 1;
    return `${number},${parcels}${parcels % 7}`;
  });
  const path = join(folder, "issued.csv");
  await writeFile(path, iconv.encode(["お客様管理番号,伝票番号", ...rows].join("\r\n"), "cp932"));
  return path;
}

/** 40 orders that Smaregi did not accept at night, in standard mode: sent again in the morning. */
async function sendAgain(page: Page, house: House): Promise<Job> {
  const maintain = (maintenance: string) => house.smaregi("PATCH", "/switches", { maintenance });
  await maintain("problem503");
  const failed = await place(house, 40);
  await until("all failed", async () => (await house.api("GET", "/status"))["openFailures"] >= 40);
  await maintain("off");
  const press = page.getByRole("button", { name: "まとめて送り直す" });
  await until("Smaregi is back", async () => {
    const { connection } = await house.api("GET", "/status");
    return connection.maintenance === undefined;
  });
  const job = await timed("40 failures sent again", async () => {
    await goTo(page, "加盟店TOP");
    await click(press.first(), page.getByText(/を送り直しています。/));
  });
  await until("none is open", async () => (await house.api("GET", "/status"))["openFailures"] === 0);
  await shipAway(house, failed);
  return job;
}

/** A phone call: two products for the caller, entered while they speak. */
async function phone(page: Page, house: House): Promise<Job> {
  const job = await timed("a phone order", async () => {
    await goTo(page, "代理注文");
    const find = page.getByLabel("商品を追加");
    for (const code of ["DAY-21", "DAY-34"]) {
      await type(find, code);
      const began = performance.now();
      await page.getByRole("listbox").getByRole("option").first().waitFor();
      await find.press("Enter");
      letters += 1;
      await page
        .getByRole("group", { name: /行目/ })
        .or(page.getByLabel("数量"))
        .first()
        .waitFor();
      waited += performance.now() - began;
    }
    await type(page.getByLabel("お名前"), "山田 太郎");
    await type(page.getByLabel("電話番号"), "09012345678");
    await click(
      page.getByRole("button", { name: "注文を登録" }),
      page.getByRole("heading", { level: 1, name: /^受注 \d{8}$/ }),
    );
  });
  const { items } = await house.api("GET", "/orders?limit=1");
  await shipAway(house, [items[0]["id"]]);
  return job;
}

let lasts = firstLast;
const isLast = (productId: string) => Number(productId) >= firstLast && Number(productId) < firstLast + 9;

/** The till sells the last piece of a product; returns its number. */
async function sellLast(house: House): Promise<number> {
  const productId = String(lasts);
  lasts += 1;
  const lines = [{ productId, quantity: 1 }];
  await house.smaregi("POST", `/contracts/${contractId}/sales`, { storeId, terminalId: tillId, lines });
  const nth = Number(productId) - 8_000_000;
  await until("it is sold out", async () => {
    const { items } = await house.api("GET", `/products?state=soldOut&limit=200`);
    return (items as Json[]).some((each) => each["name"] === `日々の品 ${nth}`);
  });
  return nth;
}

/** Presses a quantity in the list to see why it has that value. */
const why = (page: Page, nth: number) =>
  click(
    page.getByRole("button", { name: new RegExp(`なぜこの数.*日々の品 ${nth}$`) }),
    page.getByText("スマレジの在庫は0個でした。"),
  );

/** Which product is sold out, and why. */
async function soldOut(page: Page, house: House): Promise<Job> {
  const nth = await sellLast(house);
  const job = await timed("a sold-out product found and explained", async () => {
    await goTo(page, "加盟店TOP");
    await click(
      page.getByRole("link", { name: /^売り切れの商品/ }),
      page.getByRole("link", { name: `日々の品 ${nth}`, exact: true }),
    );
    await why(page, nth);
  });
  await page.keyboard.press("Escape");
  return job;
}

/** Someone asks about a product that they can't buy. */
async function soldOutByName(page: Page, house: House): Promise<Job> {
  const nth = await sellLast(house);
  const job = await timed("a sold-out product that is asked for by its code", async () => {
    await goTo(page, "商品一覧");
    await type(page.getByRole("searchbox"), `DAY-${nth}`);
    await why(page, nth);
  });
  await page.keyboard.press("Escape");
  return job;
}

await main();
