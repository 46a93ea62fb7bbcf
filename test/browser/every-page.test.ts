import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectNoSeriousAxe } from "../support/axe.ts";
import { expectEnglish, expectFitForAll, goWithin } from "../support/fit-for-all.ts";
import { openPractice, type Practice } from "../support/practice.ts";
import { expectRoom } from "../support/room.ts";
import type { Json } from "../support/shop.ts";
import { sizes } from "../support/sizes.ts";
import { until } from "../support/wait.ts";
import { engageStaff, liveIn, type Places } from "./pictures/lived-in.ts";

/*
 * Every page of the console, and the entrance of the practice mode, in one shop with the data of a whole day. A new page is a new
 * line. The pages of the shop and the till are tested in shop.test.ts and sandbox/till-everybody.test.ts.
 */
let practice: Practice;
let page: Page;
let places: Places & { change: string; plan: string; incident: string; endpoint: string };
beforeAll(async () => {
  practice = await openPractice({ INCIDENT_OPEN_AFTER_SECONDS: "0" });
  page = practice.page;
  await linkUnknown();
  const lived = await liveIn(practice);
  await engageStaff(page);
  await makeKey();
  const { items } = await api("GET", "/plans");
  const { id: endpoint } = await api("POST", "/webhook-endpoints", {
    url: "https://example.com/in",
    events: ["product.saved", "order.placed"],
  });
  await api("PUT", "/notice-channels", [
    { kind: "mail", to: "tencho@example.jp", quietHours: { from: "22:00", until: "07:00" } },
  ]);
  const incident = await until("an incident", async () => (await api("GET", "/incidents"))["items"][0]);
  places = { ...lived, change: await checkChange(), plan: items[0].id, incident: incident.id, endpoint };
  // A whole day takes a while on a busy machine.
});
afterAll(async () => {
  await practice?.close();
  expect(practice.faults).toEqual([]);
});

const api: Practice["api"] = (...asked) => practice.api(...asked);

/** Links a product that Smaregi does not know: a failed stock read. */
async function linkUnknown(): Promise<void> {
  const variations = [{ stockManaged: true, smaregiProductId: "777" }];
  const { id } = await api("POST", "/products", { name: "別の商品", price: 100, taxRate: 10, variations });
  await until("its reading failed", async () => {
    return (await api("GET", `/products/${id}`))["variations"][0].sync.state === "failed";
  });
}

/** Makes an API key as a signed-in person, because only people can make keys. */
async function makeKey(): Promise<void> {
  const status = await page.evaluate<number>(`fetch("/api/v1/api-keys", {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "倉庫システム" }),
  }).then((answer) => answer.status)`);
  expect(status).toBe(201);
}

/** Sends a file for a check: a change with old and new values, and a refused row. */
async function checkChange(): Promise<string> {
  const { items } = await api("GET", `/products?q=${encodeURIComponent("木のスプーン")}`);
  const number = items[0].variations[0].systemProductNumber as string;
  const rows = `システム商品番号,商品コード,販売価格,在庫数\n,BINSEN-01,700,\n${number},,,99\n`;
  const { id } = await api("POST", "/products/bulk-change?dryRun=true", rows);
  await until("it is through", async () => (await api("GET", `/bulk-jobs/${id}`))["endedAt"] !== null);
  return id as string;
}

const shows = (selector: string) => (each: Page) => each.locator(selector).first().waitFor();
const says = (text: RegExp) => (each: Page) => each.getByText(text).first().waitFor();
const hasButton = (name: RegExp) => (each: Page) => each.getByRole("button", { name }).first().waitFor();
const hasLink = (name: RegExp) => (each: Page) => each.getByRole("link", { name }).first().waitFor();
const content = shows("main section, main table");

type Seen = [path: string, address: (at: typeof places) => string, settled: (each: Page) => Promise<unknown>];
const pages: Seen[] = [
  ["/products", () => "/products", (each) => each.getByRole("link", { name: "マグカップ" }).waitFor()],
  ["/", () => "/", hasButton(/^(送り直す|Send again)$/)],
  ["/incidents", () => "/incidents", shows("main table a")],
  [
    "/incidents/$id",
    ({ incident }) => `/incidents/${incident}`,
    hasButton(/まとめて送り直す|Send all again/),
  ],
  ["/products/new", () => "/products/new", hasButton(/登録する|Register/)],
  ["/products/$id", ({ mug }) => `/products/${mug}`, says(/同期済み|Synced/)],
  ["/products/quick-edit", () => "/products/quick-edit", shows("input[data-field]")],
  ["/products/bulk/$id, a check", ({ change }) => `/products/bulk/${change}`, shows("ins")],
  [
    "/products/bulk",
    () => "/products/bulk",
    (each) => each.getByRole("table", { name: /実行履歴の表|Table of past runs/ }).waitFor(),
  ],
  ["/products/bulk/$id, with errors", ({ job }) => `/products/bulk/${job}`, shows("main table")],
  [
    "/products/linking",
    () => "/products/linking",
    (each) => each.getByRole("table", { name: /実行履歴|History/ }).waitFor(),
  ],
  [
    "/products/linking/$id",
    ({ linkRun }) => `/products/linking/${linkRun}?show=none`,
    (each) => each.getByRole("table", { name: /照合結果の表|Table of matches/ }).waitFor(),
  ],
  ["/orders", () => "/orders", content],
  ["/orders/new", () => "/orders/new", content],
  [
    "/orders/print",
    () => "/orders/print",
    (each) =>
      each
        .getByRole("article", { name: /納品書/ })
        .first()
        .waitFor(),
  ],
  ["/orders/$id", ({ order }) => `/orders/${order}`, content],
  ["/orders/$id/edit", ({ order }) => `/orders/${order}/edit`, content],
  ["/plans", () => "/plans", content],
  ["/orders/print, to pick", () => "/orders/print?paper=picking&unpaid=true", shows("main article")],
  ["/plans/new", () => "/plans/new", content],
  ["/plans/$id", ({ plan }) => `/plans/${plan}`, content],
  ["/plans/$id/edit", ({ plan }) => `/plans/${plan}/edit`, content],
  ["/settings/smaregi", () => "/settings/smaregi", (each) => each.getByRole("switch").waitFor()],
  ["/settings/smaregi/start", () => "/settings/smaregi/start", says(/スマレジ連携は有効です|Smaregi is on/)],
  [
    "/settings/smaregi/log",
    () => "/settings/smaregi/log",
    (each) =>
      each
        .getByRole("cell", { name: /在庫一覧取得|Stock list/ })
        .first()
        .waitFor(),
  ],
  ["/settings/shop", () => "/settings/shop", hasButton(/^(保存|Save)$/)],
  ["/settings/notices", () => "/settings/notices", says(/tencho@example.jp/)],
  ["/settings/webhooks", () => "/settings/webhooks", says(/https:\/\/example.com\/in/)],
  ["/settings/webhooks/$id", ({ endpoint }) => `/settings/webhooks/${endpoint}`, says(/example.com/)],
  ["/settings/staff", () => "/settings/staff", says(/森 直子/)],
  ["/settings/api-keys", () => "/settings/api-keys", says(/倉庫システム/)],
  ["/settings/audit", () => "/settings/audit", says(/倉庫システム/)],
  ["/help", () => "/help", shows("main a.card-link")],
  ["/help/$topic", () => "/help/stock", shows("main .help li")],
  ["/shortcuts", () => "/shortcuts", shows("dl.facts")],
  ["/account", () => "/account", shows("dl.facts")],
];

/** On this page the menu and the header are checked, too; they are the same on all pages. */
const aroundAll = "/products";

/** Checked further below, because their content loads late. The sign-in link's page redirects at once. */
const others = ["/settings/smaregi/reconciliations", "/settings/smaregi/reconciliations/$id", "/sign-in"];

describe("every page fits every reader: Tab, axe, laptop, tablet and phone (npm run pages: every width, both languages)", () => {
  it("each route of the console is here", () => {
    const router = readFileSync("console/router.tsx", "utf8");
    const routes = [...router.matchAll(/(?:\bpath: |page\(\s*)"(\/[^"]*)"/g)].map(([, path]) => path);
    const seen = [...pages.map(([name]) => name.split(",")[0]), ...others];
    expect([...new Set(seen)].toSorted()).toEqual(routes.toSorted());
  });

  it.each(pages)("console %s", async (name, address, settled) => {
    await goWithin(page, `/console${address(places)}`);
    await expectFitForAll(page, settled, name === aroundAll ? "body" : "main");
  });

  it("turns to English where it stands, by its switch, and fits there", async () => {
    await goWithin(page, "/console/");
    await hasButton(/^送り直す$/)(page);
    await expectEnglish(page, async () => {
      await hasButton(/^Send again$/)(page);
      expect(await page.locator("html").getAttribute("lang")).toBe("en");
      await expectNoSeriousAxe(page);
      await expectRoom(page, sizes.phone);
      await page.setViewportSize(sizes.laptop);
    });
  });

  it("console /settings/smaregi/reconciliations, and one with an order that is not registered", async () => {
    const run = await api("POST", "/reconciliations", {});
    const told: Json = await until("it is through", async () => {
      const read = await api("GET", `/reconciliations/${run["id"]}`);
      return read["endedAt"] !== null && read;
    });
    await goWithin(page, "/console/settings/smaregi/reconciliations");
    await expectFitForAll(page, shows("main table"), "main");
    await goWithin(page, `/console/settings/smaregi/reconciliations/${told["id"]}`);
    await expectFitForAll(page, hasButton(/^(送り直す|Send again)$/), "main");
  });

  it("long names, mail addresses and codes: nothing is cut, lies on another thing or is wider than the page", async () => {
    await engageStaff(page, [
      [
        "Bartholomew Featherstonehaugh-Cholmondeley",
        `${"featherstonehaugh".repeat(3)}@example.co.jp`,
        "staff",
      ],
      ["北山 由美子", "kitayama.yumiko.honten@example.jp", "manager"],
    ]);
    const names = [`藍色${"X".repeat(40)}`, "朱"];
    const { id } = await api("POST", "/products", {
      name: "折り返しがどうなるかを確かめるための手漉き和紙の便箋、四季折々の草花模様入り特別限定版",
      productCode: "C".repeat(40),
      price: 9_999_999,
      taxRate: 10,
      variationPattern: "pattern1",
      variations: names.map((name) => ({ name, stockManaged: true, quantity: 999_999 })),
    });
    const seen: [string, (each: Page) => Promise<unknown>][] = [
      ["/settings/staff", says(/北山 由美子/)],
      [`/products/${id}`, says(/在庫数の登録/)],
      ["/products", hasLink(/手漉き和紙の便箋/)],
      ["/settings/audit", says(/featherstonehaugh/)],
    ];
    for (const [path, settled] of seen) {
      await goWithin(page, `/console${path}`);
      await settled(page);
      for (const size of [sizes.phone, sizes.tablet, { width: 1180, height: 820 }, sizes.laptop])
        await expectRoom(page, size);
    }
  });

  it("magnified four times, or in the reader's own larger letters, no bar covers what is entered or pressed", async () => {
    await goWithin(page, "/console/products/quick-edit");
    const price = page.locator("input[data-field=price]").first();
    await price.fill("1");
    await expectRoom(page, sizes.magnified);
    await price.press("Escape");
    await page.setViewportSize(sizes.laptop);
    await goWithin(page, "/console/orders");
    await page.locator("tbody").getByRole("checkbox").first().check();
    await page.setViewportSize({ ...sizes.laptop, height: 600 });
    const [header, bar] = await page.evaluate<[number, number]>(`
      document.documentElement.style.fontSize = "24px";
      scrollTo({ top: 9999, behavior: "instant" });
      [document.querySelector("header").getBoundingClientRect().bottom,
        document.querySelector(".chosen-bar").getBoundingClientRect().top]`);
    // It is below the header, which grows with the font size.
    expect([header, bar]).toEqual([84, 84]);
    await page.evaluate(`document.documentElement.style.fontSize = ""`);
    await page.setViewportSize(sizes.laptop);
  });

  it("in a reader's own high contrast what is chosen, pressed and on can be told from what is not", async () => {
    await page.emulateMedia({ forcedColors: "active" });
    const ground = (selector: string) =>
      page.evaluate<string>(`getComputedStyle(document.querySelector("${selector}")).backgroundColor`);
    // A colour may still be in transition.
    const isTold = (one: string, other: string) =>
      until(`${one} is told from ${other}`, async () => (await ground(one)) !== (await ground(other)));
    await goWithin(page, "/console/settings/smaregi");
    await page.getByRole("switch").waitFor();
    expect(await isTold(".mantine-Switch-track", "body")).toBe(true);
    await goWithin(page, "/console/orders");
    await page.locator("tbody").getByRole("checkbox").first().check();
    expect(await isTold("tbody :checked", "tbody [type=checkbox]:not(:checked)")).toBe(true);
    await goWithin(page, `/console/orders/${places.order}`);
    await page.locator("[aria-pressed=true]").first().waitFor();
    expect(await isTold("[aria-pressed=true]", "[aria-pressed=false]")).toBe(true);
    await page.emulateMedia({ forcedColors: null });
  });

  it("B8: console /, with the question whether many products are gone", async () => {
    await practice.loseProducts();
    await goWithin(page, "/console/");
    await expectFitForAll(page, hasButton(/在庫数を0にする|Set the quantities to 0/), "main");
  });

  it("the practice mode's entrance", async () => {
    await page.goto(practice.url);
    await expectFitForAll(page, (each) =>
      each.getByRole("table").first().getByRole("cell").first().waitFor(),
    );
  });

  it("the sign-in", async () => {
    await practice.reader.clearCookies();
    await page.goto(`${practice.url}/console/`);
    await expectFitForAll(page, shows("form"));
    const press = await fetch(`${practice.url}/practice/sign-in`, { method: "POST", redirect: "manual" });
    await page.goto(practice.url + (press.headers.get("location") ?? ""));
    await expectFitForAll(page, hasButton(/^(このアカウントでログイン|Sign in to this account)$/));
  });
});
