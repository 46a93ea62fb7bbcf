import type { Page } from "playwright-core";
import type { Places } from "./lived-in.ts";

export type PicturePlaces = Places & { incident: string };

export type Picture = {
  /** The name of the file in docs/images. */
  name: string;
  /** Who sees the page: signed-in staff, a buyer, or the person at the till. */
  site: "console" | "shop" | "till" | "practice";
  path: string | ((places: PicturePlaces) => string);
  /** True if it is also taken at a phone's width. */
  phone?: true;
  /** A text that is there when the page is complete; by default its title. */
  shows?: string;
  /** Actions before the picture is taken. */
  act?(page: Page): Promise<unknown>;
};

/** Every page, in the order of its menu. A new page is a new line. */
export const pictures: Picture[] = [
  { name: "practice", site: "practice", path: "/", phone: true, shows: ".data-table td", act: seeBoth },
  { name: "till", site: "till", path: "", phone: true, shows: "#goods button" },
  { name: "till-sold", site: "till", path: "", shows: "#goods button", act: sell },
  { name: "till-books", site: "till", path: "#books", shows: "#books button" },

  { name: "console-top", site: "console", path: "/", phone: true },
  { name: "console-bell", site: "console", path: "/", act: openBell },
  {
    name: "console-incident",
    site: "console",
    path: ({ incident }) => `/incidents/${incident}`,
    phone: true,
  },
  { name: "console-notices", site: "console", path: "/settings/notices", act: tryChannel },
  { name: "console-products", site: "console", path: "/products", phone: true, shows: ".data-table td" },
  { name: "console-product-new", site: "console", path: "/products/new" },
  { name: "console-product", site: "console", path: ({ product }) => `/products/${product}`, phone: true },
  { name: "console-quick-edit", site: "console", path: "/products/quick-edit" },
  { name: "console-bulk", site: "console", path: "/products/bulk" },
  { name: "console-bulk-job", site: "console", path: ({ job }) => `/products/bulk/${job}` },
  {
    name: "console-linking",
    site: "console",
    path: ({ linkRun }) => `/products/linking/${linkRun}?show=none`,
  },
  { name: "console-orders", site: "console", path: "/orders", phone: true, shows: ".data-table td" },
  {
    name: "console-orders-chosen",
    site: "console",
    path: "/orders?shipping=unshipped",
    shows: ".data-table td",
    act: chooseOrders,
  },
  { name: "console-print", site: "console", path: "/orders/print", shows: "main article" },
  {
    name: "console-picking",
    site: "console",
    path: "/orders/print?paper=picking&unpaid=true",
    shows: "main article",
  },
  { name: "console-order-new", site: "console", path: "/orders/new" },
  { name: "console-order", site: "console", path: ({ order }) => `/orders/${order}`, phone: true },
  { name: "console-order-edit", site: "console", path: ({ order }) => `/orders/${order}/edit` },
  { name: "console-plans", site: "console", path: "/plans" },
  { name: "console-connection", site: "console", path: "/settings/smaregi" },
  { name: "console-log", site: "console", path: "/settings/smaregi/log", phone: true },
  { name: "console-reconciliations", site: "console", path: "/settings/smaregi/reconciliations" },
  {
    name: "console-reconciliation",
    site: "console",
    path: ({ reconciliation }) => `/settings/smaregi/reconciliations/${reconciliation}`,
  },
  { name: "console-staff", site: "console", path: "/settings/staff" },
  { name: "console-api-keys", site: "console", path: "/settings/api-keys" },
  { name: "console-audit", site: "console", path: "/settings/audit", shows: ".data-table td" },
  { name: "console-help", site: "console", path: "/help/stock", phone: true, shows: "main .help li" },
  { name: "console-account", site: "console", path: "/account" },

  { name: "shop-products", site: "shop", path: "/", phone: true, shows: ".goods li" },
  {
    name: "shop-product",
    site: "shop",
    path: ({ mug }) => `/products/${mug}`,
    phone: true,
    act: chooseFirst,
  },
  { name: "shop-questions", site: "shop", path: ({ pen }) => `/products/${pen}`, act: answer },
  { name: "shop-cart", site: "shop", path: "/cart", phone: true, shows: ".rows li" },
  { name: "shop-checkout", site: "shop", path: "/checkout", phone: true, act: fillIn },
  { name: "shop-confirm", site: "shop", path: "/checkout/confirm", phone: true, shows: ".buyer" },
  { name: "shop-done", site: "shop", path: "/checkout/confirm", act: order },

  // Last, because the shop's connection is off from here on.
  { name: "console-start-place", site: "console", path: "/settings/smaregi/start", act: choosePlace },
  {
    name: "console-start-on",
    site: "console",
    path: "/settings/smaregi/start",
    phone: true,
    act: seeNumbers,
  },
];

/** Waits until both framed pages are complete. */
async function seeBoth(page: Page): Promise<void> {
  for (const [nth, content] of ["#goods button", ".goods li"].entries())
    await page.frameLocator("iframe").nth(nth).locator(content).first().waitFor();
  for (const frame of page.frames()) await frame.evaluate("document.fonts.ready");
}

/** Switches the connection off, and goes back to the second step. */
async function choosePlace(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const at = "/api/v1/connection";
    const { contractId, storeId, terminalId, mode } = await (await fetch(at)).json();
    const body = JSON.stringify({ contractId, storeId, terminalId, mode, enabled: false });
    await fetch(at, { method: "PUT", headers: { "content-type": "application/json" }, body });
  })()`);
  await page.reload();
  await page
    .getByRole("button", { name: /^(店舗と端末を選ぶ: 変更する|Choose store and terminal: change)$/ })
    .click();
  await page.getByRole("radio", { name: /オンラインショップ/ }).waitFor();
}

/** Opens the fourth step, after orders that Smaregi does not know yet. */
async function seeNumbers(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const { items } = await (await fetch("/api/v1/products?state=linked&limit=50")).json();
    const inStock = items.flatMap(({ variations }) => variations).filter(({ quantity }) => quantity > 2);
    const lines = inStock.slice(0, 4).map(({ id }) => ({ variationId: id, quantity: 2 }));
    const body = JSON.stringify({ kind: "normal", lines });
    await fetch("/api/v1/orders", { method: "POST", headers: { "content-type": "application/json" }, body });
  })()`);
  await page.getByRole("button", { name: /^(接続テストを実行|Run the connection test)$/ }).click();
  const onward = page.getByRole("button", { name: /^(このまま次へ進む|Go on nevertheless)$/ });
  const list = page.locator(".quantity-changes").first();
  await onward.or(list).waitFor();
  if (await onward.isVisible()) await onward.click();
  await list.waitFor();
}

/** Chooses all orders to be shipped, and opens the menu of what can be printed. */
async function chooseOrders(page: Page): Promise<void> {
  await page.getByRole("checkbox", { name: /^(表示中のすべてを選択|Select all shown)$/ }).check();
  await page.getByRole("button", { name: /^(印刷・CSV|Print and CSV)$/ }).click();
  await page.getByRole("menuitem").first().waitFor();
}

async function openBell(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^未解決の障害 |open incident/ }).click();
  await page.getByRole("dialog").waitFor();
}

async function tryChannel(page: Page): Promise<void> {
  const press = page.getByRole("button", { name: /^Slack .*にテスト送信$|^Send a test to Slack/ });
  await press.click();
  await page.getByText("HTTP 200").waitFor();
}

const add = async (page: Page) => {
  await page.locator("form button[type=submit]").click();
  await page.locator("[role=status] a").waitFor();
};

async function sell(page: Page): Promise<void> {
  const mug = page.locator("#goods button", { hasText: "マグカップ 白" });
  await mug.click();
  await mug.click();
  await page.locator("#sell").click();
  // The stock change, and both notifications.
  await page.locator("#effects li").nth(2).waitFor();
}

async function chooseFirst(page: Page): Promise<void> {
  await page.getByRole("radio").first().check();
  await add(page);
}

async function answer(page: Page): Promise<void> {
  await page.locator("[data-path='answers.0']").selectOption({ index: 2 });
  await page.locator("[data-path='answers.1']").fill("Hana");
  await add(page);
}

async function fillIn(page: Page): Promise<void> {
  for (const [field, text] of [
    ["name", "結城 花"],
    ["kana", "ユウキ ハナ"],
    ["postalCode", "600-8001"],
    ["address", "京都市下京区四条通1-2-3"],
    ["phone", "075-000-0000"],
    ["email", "hana@example.jp"],
  ] as const)
    await page.locator(`[data-path=${field}]`).fill(text);
  await page.locator("[data-path=prefecture]").selectOption("京都府");
  await page.getByRole("radio").first().check();
  await page.evaluate("scrollTo(0, 0)");
}

async function order(page: Page): Promise<void> {
  await page.locator(".summary button").click();
  await page.locator(".order-number").waitFor();
}
