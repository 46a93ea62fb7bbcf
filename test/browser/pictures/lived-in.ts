import type { Page } from "playwright-core";
import type { Json } from "../../support/shop.ts";
import { until } from "../../support/wait.ts";
import type { DemoShop } from "../../support/demo-shop.ts";

/** The IDs for the addresses of single pages. */
export type Places = Record<
  "product" | "mug" | "pen" | "order" | "job" | "reconciliation" | "linkRun",
  string
>;

const hana = {
  name: "結城 花",
  kana: "ユウキ ハナ",
  postalCode: "600-8001",
  prefecture: "京都府",
  address: "京都市下京区四条通1-2-3",
  phone: "075-000-0000",
  email: "hana@example.jp",
  paymentMethod: "代金引換",
};
const buyer = (name: string, kana: string) => ({ ...hana, name, kana });

const csv = `商品名,販売価格,税率,公開,商品コード,在庫数,スマレジ商品ID
手漉き和紙の便箋,660,10,公開,BINSEN-01,18,
絵はがき 四季,330,10,公開,HAGAKI-01,五枚,
香袋,1100,10,公開,KOBUKURO,9,2.9E+12
最中 6個入,1296,8,公開,MONAKA-06,30,
干菓子,-100,8,公開,HIGASHI-01,12,
`;

/**
 * A day of the demo shop: sales at the till, orders of every kind, an edit, a cancellation, a failure, a bulk job with errors, a
 * reconciliation.
 */
export async function liveIn({ api, smaregi, sell }: DemoShop): Promise<Places> {
  const [items, pen] = [await productsIn(api), await makePen(api)];
  const named = (start: string): Json => {
    const found = items.find(({ name }) => String(name).startsWith(start));
    if (found === undefined) throw new Error(`The demo shop has no ${start}.`);
    return found;
  };
  const [coffee, tea, jam, mug] = ["結びブレンド珈琲", "宇治煎茶", "いちごジャム", "マグカップ"].map(named);
  if (!coffee || !tea || !jam || !mug) throw new Error("unreachable: each was found");
  const line = (product: Json, quantity: number, more = {}) => ({
    variationId: product["variations"][0].id,
    quantity,
    ...more,
  });
  const place = (kind: string, lines: object[], more: object) =>
    api("POST", "/orders", { kind, lines, shippingFee: 660, ...more });
  const settled = (order: Json, state: string) =>
    until(`order ${order["number"]} is ${state}`, async () => {
      const { link } = await api("GET", `/orders/${order["id"]}`);
      return link.state === state;
    });

  for (const [product, quantity] of [
    [coffee, 1],
    [mug, 1],
    [tea, 2],
  ] as const)
    await sell(product["variations"][0].smaregiProductId, quantity);

  const first = await place("normal", [line(coffee, 2), line(mug, 1)], { customer: hana });
  await settled(first, "registered");
  await place("preorder", [line(jam, 3)], {
    releaseOn: "2030-04-01",
    customer: buyer("佐藤 実", "サトウ ミノル"),
  });
  await place("proxy", [line(tea, 1)], { customer: buyer("田中 一郎", "タナカ イチロウ") });
  await place("normal", [line(pen, 1, { answers: ["朱", "Hana"] })], { customer: hana });
  await makePlan(api, line(tea, 2));

  const edited = { lines: [line(coffee, 1), line(mug, 2)] };
  await api("PATCH", `/orders/${first["id"]}`, edited);
  await settled(first, "registered");
  const cancelled = await place("normal", [line(jam, 1)], { customer: buyer("鈴木 愛", "スズキ アイ") });
  await settled(cancelled, "registered");
  await api("POST", `/orders/${cancelled["id"]}/status`, { status: "cancelled" });
  await settled(cancelled, "cancelled");

  const job = await spoil(api);
  // A change at the till without a notification: the reconciliation finds it.
  const [{ smaregiProductId: productId }] = named("木のスプーン")["variations"];
  const change = { changes: [{ productId, storeId: "1", stockAmount: 11 }], notify: false };
  await smaregi("POST", "/contracts/sb_musubi/stock", change);
  const reconciliation = await reconcile(api);

  const fault = { contractId: "sb_musubi", call: "POST /transactions", kind: "status400" };
  await smaregi("POST", "/faults", fault);
  const failing = await place("normal", [line(coffee, 1)], { customer: buyer("高橋 学", "タカハシ マナブ") });
  await settled(failing, "failed");
  // One more sale at the till, so that the last entry is a quick sync.
  await sell(mug["variations"][0].smaregiProductId, 1);
  await until("nothing waits", async () => {
    const { pendingOrders, waitingSignals } = await api("GET", "/status");
    return pendingOrders === 0 && waitingSignals === 0;
  });
  const { id: linkRun } = await api("POST", "/link-runs", { scope: "unlinked" });
  await until("what is not linked is matched", async () => {
    return (await api("GET", `/link-runs/${linkRun}`))["state"] === "proposed";
  });
  return {
    linkRun,
    product: mug["id"],
    mug: mug["id"],
    pen: pen["id"],
    order: first["id"],
    job,
    reconciliation,
  };
}

type Api = DemoShop["api"];

/** The demo's products, after each has its first quantity from Smaregi. */
const productsIn = (api: Api): Promise<Json[]> =>
  until("every product is synced", async () => {
    const items = (await api("GET", "/products?limit=200"))["items"] as Json[];
    const waits = items.some(({ variations }) =>
      (variations as Json[]).some(({ sync }) => sync.state === "waiting"),
    );
    return !waits && items;
  });

const makePen = (api: Api): Promise<Json> =>
  api("POST", "/products", {
    name: "名入れ万年筆",
    productCode: "PEN-01",
    price: 8800,
    taxRate: 10,
    published: true,
    variationPattern: "pattern2",
    questions: [
      { name: "軸の色", choices: ["紺", "朱", "墨"] },
      { name: "刻印する文字", freeText: true },
    ],
    variations: [{ quantity: 5 }],
  });

/** Makes a plan that starts today; its first order is placed at once. */
async function makePlan(api: Api, line: object): Promise<void> {
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());
  const { id } = await api("POST", "/plans", {
    kind: "subscription",
    every: { unit: "month", count: 1 },
    firstOn: today,
    lines: [line],
    shippingFee: 660,
    customer: buyer("山田 春", "ヤマダ ハル"),
  });
  await until("the subscription's first order", async () => {
    const { items } = await api("GET", `/plans/${id}/orders`);
    return items.length > 0;
  });
}

const usual: [name: string, email: string, role: "manager" | "staff"][] = [
  ["森 直子", "mori@example.jp", "manager"],
  ["林 大輔", "hayashi@example.jp", "staff"],
];

/** Makes staff accounts from a page of the console, because only signed-in people can make them, not an API key. */
export async function engageStaff(page: Page, people = usual): Promise<void> {
  for (const [name, email, role] of people) {
    const status = await page.evaluate(
      async ([path, body]) => {
        const headers = { "content-type": "application/json" };
        return (await fetch(path, { method: "POST", headers, body })).status;
      },
      ["/api/v1/staff", JSON.stringify({ name, email, role })] as const,
    );
    if (status !== 201) throw new Error(`The account of ${name} was answered ${status}.`);
  }
}

/** Sends a bulk job with some wrong rows. */
async function spoil(api: Api): Promise<string> {
  const { id } = await api("POST", "/products/bulk-register?onError=skip", csv);
  await until("the bulk job is through", async () => {
    const { endedAt } = await api("GET", `/bulk-jobs/${id}`);
    return endedAt !== null;
  });
  return id as string;
}

async function reconcile(api: Api): Promise<string> {
  const { id } = await api("POST", "/reconciliations", {});
  await until("the reconciliation is through", async () => {
    const { endedAt } = await api("GET", `/reconciliations/${id}`);
    return endedAt !== null;
  });
  return id as string;
}
