import { Client } from "pg";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { openDatabase } from "../src/kit/database.ts";
import { createMerchant } from "../src/merchants/manage-merchants.ts";
import { startTestPostgres, urlOf } from "../test/support/postgres.ts";
import { startAlone } from "./alone.ts";
import { fillShop } from "./fill-shop.ts";

/*
 * How fast the lists of the console are in a shop of 100,000 products and 1,000,000 orders that shares its database with ten
 * others: each list, search and filter over HTTP, its first page and one from the middle. `npm run bench:lists`
 */
ensureBuilt();
const [products = 100_000, orders = 1_000_000] = process.argv.slice(2).map(Number);
const times = 15;

const postgres = await startTestPostgres();
const connection = { ...postgres.connection, database: "template" };
const database = openDatabase(connection, { max: 4, onError: () => undefined });
const client = new Client(connection);
await client.connect();
const began = performance.now();
const merchant = await createMerchant(database, { name: "大きな店" });
await fillShop(client, { merchantId: merchant.id, products, orders });
for (let nth = 0; nth < 10; nth += 1) {
  const { id } = await createMerchant(database, { name: `隣の店${nth}` });
  await fillShop(client, { merchantId: id, products: products / 20, orders: orders / 40 });
}
await client.query("vacuum analyze");
process.stdout.write(`filled in ${Math.round((performance.now() - began) / 1000)} s\n`);

const url = urlOf(connection);
const server = await startAlone(url, { ROLE: "web" });

async function ask(path: string): Promise<{ ms: number; items: number }> {
  const begun = performance.now();
  const response = await fetch(`${server.url}/api/v1${path}`, {
    headers: { authorization: `Bearer ${merchant.apiKey}` },
  });
  const body = (await response.json()) as { items?: unknown[] };
  if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`);
  return { ms: performance.now() - begun, items: body.items?.length ?? 0 };
}

async function measure(what: string, path: string): Promise<void> {
  const taken: number[] = [];
  let items = 0;
  for (let nth = 0; nth < times; nth += 1) {
    const { ms, items: found } = await ask(path);
    taken.push(ms);
    items = found;
  }
  const sorted = taken.toSorted((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const line = `${what.padEnd(52)} ${String(items).padStart(3)} items  median ${median.toFixed(0).padStart(5)} ms  worst ${(sorted.at(-1) ?? 0).toFixed(0).padStart(5)} ms`;
  process.stdout.write(`${line}\n`);
}

const q = encodeURIComponent;
const deep = (serial: number) => `cursor=${Buffer.from(String(Math.floor(serial))).toString("base64url")}`;
const lists: [string, string, string[]][] = [
  [
    "/products",
    deep(products / 2),
    [
      "",
      `q=${q("珈琲")}`,
      `q=${q("商")}`,
      `q=${q("珍品")}`,
      `q=${q("どこにもない")}`,
      "q=C000123",
      // Other spellings of existing words: half-width small kana, hiragana, decomposed letters, a full-width code.
      ...["ﾃﾞｶﾌｪ", "でかふぇ", "デカフェ".normalize("NFD"), "ｃ０００１２３"].map((word) => `q=${q(word)}`),
      "q=4900000012345",
      "q=8012345",
      "state=linked",
      "state=unlinked",
      "state=failed",
      "state=waiting",
      "state=soldOut",
      "published=true",
      "published=false",
      `state=soldOut&q=${q("珍品")}`,
    ],
  ],
  [
    "/orders",
    deep(orders / 2),
    [
      "",
      `q=${q("佐藤")}`,
      `q=${q("田")}`,
      `q=${q("稀名")}`,
      `q=${q("いない人")}`,
      "q=4321",
      "q=00500123",
      "number=00500123",
      "status=new",
      "status=shipped",
      "status=cancelled",
      "kind=membershipFee",
      "link=failed",
      "from=2026-03-01&to=2026-03-01",
      "from=2025-06-01&to=2025-06-30",
      `from=2026-03-01&q=${q("佐藤")}`,
      `status=cancelled&q=${q("稀名")}`,
    ],
  ],
];
for (const [path, cursor, filters] of lists) {
  for (const filter of filters) {
    await measure(`${path} ${decodeURIComponent(filter)}`, `${path}?limit=50&${filter}`);
    await measure(`${path} ${decodeURIComponent(filter)} (deep)`, `${path}?limit=50&${filter}&${cursor}`);
  }
}
await measure("/status", "/status");
await server.stop();
await client.end();
await database.close();
await postgres.close();
