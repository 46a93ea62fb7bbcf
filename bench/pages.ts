import { chromium, type BrowserContext } from "playwright-core";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { makeOwnerLink } from "../src/accounts/links.ts";
import { openDatabase } from "../src/kit/database.ts";
import { createMerchant } from "../src/merchants/manage-merchants.ts";
import { launchOptions } from "../test/support/browser.ts";
import { openRun } from "../bin/test-run.mjs";
import { enterByLink } from "../test/support/console.ts";
import { startTestPostgres, urlOf } from "../test/support/postgres.ts";
import { givenDatabase, startAlone } from "./alone.ts";

/*
 * How fast the pages arrive on a phone: bytes over the wire, largest picture (LCP) and layout shift of a first load, on slow 4G
 * (1.6 Mbit/s, 150 ms per round trip) with a processor four times slower. `npm run bench:pages`
 * `--short`: the shop's first page once, only enough to show that it runs.
 */
const isShort = process.argv.includes("--short");
const times = isShort ? 1 : 3;
const slow4g = {
  offline: false,
  latency: 150,
  downloadThroughput: 200_000,
  uploadThroughput: 93_750,
};

const names = [
  "有機栽培の珈琲豆",
  "藍染めの手ぬぐい",
  "備前焼の湯呑み",
  "無垢材のまな板",
  "南部鉄器の急須",
  "今治産フェイスタオル",
  "輪島塗の汁椀",
  "宇治抹茶の羊羹",
  "信州りんごジュース",
  "瀬戸内レモンの蜂蜜漬け",
  "和紙の便箋と封筒",
  "桐箱入り線香",
  "麻の葉柄の風呂敷",
  "江戸切子のグラス",
  "会津木綿のエプロン",
  "真鍮のペーパーナイフ",
  "職人手作りの革財布",
  "竹細工の弁当箱",
  "北海道産昆布だし",
  "黒糖かりんとう",
  "季節の和菓子詰合せ",
  "純米大吟醸 720ml",
  "綿毛布 シングル",
  "羽毛ふとん",
];

openRun();
ensureBuilt();
const given = givenDatabase();
const { url, close } = given === undefined ? await startOwn() : { url: given, close: async () => undefined };
const database = openDatabase(url, { max: 4, onError: () => undefined });
const merchant = await createMerchant(database, { name: "結び商店" });
const server = await startAlone(url, { ROLE: "web" });
for (const [nth, name] of names.entries()) {
  const product = {
    name,
    price: 500 + nth * 130,
    taxRate: 10,
    published: true,
    variations: [{ stockManaged: true, quantity: nth % 5 }],
  };
  const response = await fetch(`${server.url}/api/v1/products`, {
    method: "POST",
    headers: { authorization: `Bearer ${merchant.apiKey}`, "content-type": "application/json" },
    body: JSON.stringify(product),
  });
  if (response.status !== 201) throw new Error(await response.text());
}
const browser = await chromium.launch(launchOptions());

type State = Awaited<ReturnType<BrowserContext["storageState"]>>;
type Load = { bytes: number; kinds: Map<string, number>; lcpMs: number; shift: number };

/** Runs in the page: the largest picture so far, and the sum of unexpected shifts. */
const watch = `
  const seen = (globalThis.seen = { lcp: 0, shift: 0 });
  const each = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  each("largest-contentful-paint", (entry) => { seen.lcp = entry.startTime; });
  each("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.shift += entry.value; });
`;

/** One first load on a phone. `seen`: a text that shows that the page has arrived. */
async function load(path: string, seen: string, state?: State): Promise<Load> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: "ja-JP",
    isMobile: true,
    ...(state && { storageState: state }),
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
  await devtools.send("Network.emulateNetworkConditions", slow4g);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const typeOf = new Map<string, string>();
  const kinds = new Map<string, number>();
  devtools.on("Network.responseReceived", ({ requestId, type }) => typeOf.set(requestId, type));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = typeOf.get(requestId) ?? "other";
    kinds.set(type, (kinds.get(type) ?? 0) + encodedDataLength);
  });
  await page.addInitScript(watch);
  await page.goto(`${server.url}${path}`);
  await page.getByText(seen).first().waitFor({ timeout: 60_000 });
  // Until nothing more arrives: fonts come after the texts that need them.
  for (let before = -1; before !== total(kinds);) {
    before = total(kinds);
    await page.waitForTimeout(2_500);
  }
  const { lcp, shift } = await page.evaluate<{ lcp: number; shift: number }>("globalThis.seen");
  await context.close();
  return { bytes: total(kinds), kinds, lcpMs: lcp, shift };
}

const total = (kinds: Map<string, number>) => [...kinds.values()].reduce((sum, bytes) => sum + bytes, 0);

async function measure(what: string, path: string, seen: string, state?: State) {
  const loads: Load[] = [];
  for (let nth = 0; nth < times; nth += 1) loads.push(await load(path, seen, state));
  const middle = loads.toSorted((a, b) => a.lcpMs - b.lcpMs)[Math.floor(times / 2)] as Load;
  const kinds = [...middle.kinds].map(([kind, bytes]) => `${kind} ${Math.round(bytes / 1_000)}`).join(", ");
  process.stdout.write(
    `${what}: ${Math.round(middle.bytes / 1_000)} kB (${kinds}), LCP ${(middle.lcpMs / 1_000).toFixed(2)} s, shift ${middle.shift.toFixed(3)}\n`,
  );
}

const shop = `/shop/${merchant.number}`;
await measure("shop, first page", `${shop}/`, "羽毛ふとん");
if (!isShort) {
  await measure("shop, cart", `${shop}/cart`, "カート");
  await measure("console, sign-in", "/console/", "メールアドレス");
  // The first page of the merchant's console, with an empty cache.
  const own = await browser.newContext();
  await enterByLink(own, `${server.url}${await makeOwnerLink({ db: database.db }, merchant.id)}`);
  const state = await own.storageState();
  await measure("console, first page", "/console/", "本日の受注", state);
  await measure("console, products", "/console/products", "羽毛ふとん", state);
}
await browser.close();
await server.stop();
await database.close();
await close();

async function startOwn(): Promise<{ url: string; close(): Promise<void> }> {
  const { connection, close } = await startTestPostgres();
  return { url: urlOf({ ...connection, database: "template" }), close };
}
