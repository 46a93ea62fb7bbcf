import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { ensureBuilt } from "../bin/ensure-built.mjs";
import { openRun } from "../bin/test-run.mjs";
import { startSandbox } from "../sandbox/start.ts";
import { openDatabase } from "../src/kit/database.ts";
import { startTestPostgres, urlOf } from "../test/support/postgres.ts";
import { addMerchant } from "../test/support/rows.ts";
import { startServer, type Server } from "../test/support/server.ts";
import { controlOf, openShop, settingsOn, tellWebhook, type Shop } from "../test/support/shop.ts";

/*
 * Many merchants on one worker, each linked with its own local Smaregi, and only one of them does anything:
 *   npx tsx bench/scale.ts [merchants] [seconds]      10,000 and 120 by default; first 100 merchants for the same time
 * Prints how long the worker's first look takes, and what it needs during and after it: memory, processor, statements, calls to
 * Smaregi; how long an order and a sale of one merchant take beside all others; and finally what each of many costs PostgreSQL. The
 * data may die with the machine (no fsync).
 */
const [merchants = 10_000, seconds = 120] = process.argv.slice(2).map(Number);
const products = 20;
const say = (line: string) => void process.stdout.write(`${line}\n`);

openRun();
ensureBuilt();
const postgres = await startTestPostgres();
const connection = { ...postgres.connection, database: "template" };
const database = openDatabase(connection, { max: 4, onError: () => undefined });
const client = new Client(connection);
await client.connect();
const sandbox = await startSandbox();
const control = controlOf(sandbox);
await control("PATCH", "/switches", { readsPerSecond: 0, writesPerSecond: 0 });
const env = settingsOn({ url: urlOf(connection) }, sandbox);
const goods = Array.from({ length: products }, (_, nth) => ({
  productId: String(8_000_001 + nth),
  productName: `商品${nth + 1}`,
  price: 1_000,
}));
const contract = {
  clientId: "client",
  clientSecret: "secret",
  stores: [{ storeId: "1", storeName: "本店" }],
  terminals: [
    { storeId: "1", terminalId: "1", terminalName: "レジ" },
    { storeId: "1", terminalId: "2", terminalName: "オンライン" },
  ],
  products: goods,
  stock: goods.map(({ productId }) => ({ storeId: "1", productId, stockAmount: 100 })),
};

/**
 * Adds merchants as they are after months: linked, synced, each variation read at some time in the last twenty hours.
 */
async function addMerchants(count: number): Promise<void> {
  const ids: string[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const { id } = await addMerchant(database, `店${nth}`);
    ids.push(id);
    await control("PUT", `/contracts/sb_${id}`, contract);
  }
  await client.query("set session_replication_role = replica");
  for (const text of [
    `insert into contract_proofs (merchant_id, contract_id, way, proven_by)
     select id, 'sb_' || id, 'operator', 'bench' from unnest($1::uuid[]) id`,
    `insert into connections (merchant_id, contract_id, store_id, terminal_id, enabled, mode, caught_up_at)
     select id, 'sb_' || id, '1', '2', true, 'standard', now() from unnest($1::uuid[]) id`,
    `insert into products (merchant_id, id, serial, product_code, name, price, tax_rate, published, variation_pattern)
     select id, gen_random_uuid(), n, 'C' || n, '商品' || n, 1000, 10, true, 'none'
     from unnest($1::uuid[]) id, generate_series(1, ${products}) n`,
    `insert into variations (merchant_id, id, product_id, serial, system_product_number, position, name,
       stock_managed, quantity, level, smaregi_product_id, synced_at)
     select p.merchant_id, gen_random_uuid(), p.id, 1, left(p.merchant_id::text, 13) || p.serial, 0, '', true, 100, 100,
       (8000000 + p.serial)::text, now() - random() * interval '19 hours'
     from products p where p.merchant_id = any($1::uuid[])`,
  ])
    await client.query(text, [ids]);
  await client.query("set session_replication_role = origin");
  await client.query("vacuum analyze");
}

const numberOf = async (text: string): Promise<number> =>
  Number(Object.values((await client.query<Record<string, string>>(text)).rows[0] ?? {})[0]);

/** The parent of a process, and its processor seconds: its own, and those of its children that have ended. */
function timesOf(pid: string | number | undefined): { parent: string; own: number; ended: number } {
  const words = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const at = (nth: number) => (Number(words[nth]) + Number(words[nth + 1])) / 100;
  return { parent: words[1] ?? "", own: at(11), ended: at(13) };
}

/** The processor seconds that a process has used, and its memory in MB. */
function usedBy({ process: { pid } }: Server): { cpu: number; memory: number } {
  const memory = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return { cpu: timesOf(pid).own, memory: Number(memory) / 1_000 };
}

async function countsNow(worker: Server) {
  const { counts } = await control("GET", "/calls");
  const calls = Object.values(counts as Record<string, number>).reduce((sum, count) => sum + count, 0);
  const transactions = await numberOf(
    "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()",
  );
  return { ...usedBy(worker), calls, transactions, at: performance.now() };
}

type Counts = Awaited<ReturnType<typeof countsNow>>;

function tellBetween(what: string, before: Counts, after: Counts): void {
  const minutes = (after.at - before.at) / 60_000;
  const rate = (name: "cpu" | "calls" | "transactions") => (after[name] - before[name]) / minutes;
  say(
    `  ${what}: ${after.memory.toFixed(0)} MB, ${((rate("cpu") / 60) * 100).toFixed(0)} % of a core, ` +
      `${rate("transactions").toFixed(0)} transactions and ${rate("calls").toFixed(0)} calls to Smaregi a minute`,
  );
}

const since = (begun: number) => ((performance.now() - begun) / 1_000).toFixed(1);

async function orderAndSale(shop: Shop, variationId: string): Promise<string> {
  const begun = performance.now();
  const { id } = await shop.order([{ variationId, quantity: 1 }]);
  await shop.waitForLink(id, "registered");
  const order = since(begun);
  const had = await shop.quantity(variationId);
  const sold = performance.now();
  await shop.sell([{ productId: "8000001", quantity: 1 }]);
  await shop.waitForQuantity(variationId, (had ?? 0) - 1);
  return `an order stands at the till after ${order} s, a sale in the shop after ${since(sold)} s`;
}

/** The processor seconds that PostgreSQL's processes have used, including ended ones. */
async function usedByPostgres(): Promise<number> {
  const { parent: server } = timesOf(await numberOf("select pg_backend_pid()"));
  const { own, ended } = timesOf(server);
  let used = own + ended;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const times = timesOf(pid);
      if (times.parent === server) used += times.own;
    } catch {
      // It has just ended.
    }
  }
  return used;
}

/** What each of many costs the database until the other side has them all: processor time and disk space. */
async function costOf(what: string, count: number, all: () => Promise<void>): Promise<void> {
  const size = "select pg_database_size(current_database())";
  const before = { cpu: await usedByPostgres(), size: await numberOf(size), begun: performance.now() };
  await all();
  const cpu = ((await usedByPostgres()) - before.cpu) / count;
  const bytes = ((await numberOf(size)) - before.size) / count;
  const rate = count / ((performance.now() - before.begun) / 1_000);
  say(
    `  ${what}: ${(cpu * 1_000).toFixed(1)} ms of PostgreSQL's processor, ${(bytes / 1_000).toFixed(1)} kB (${count}, ${rate.toFixed(0)} a second)`,
  );
}

/** Orders until the till has them, and sales of 20 products until the shop has them; both eight at a time. */
async function tellCosts(shop: Shop): Promise<void> {
  const variations: string[] = [];
  for (const { productId } of goods) variations.push(await shop.link(productId));
  for (const { productId } of goods) await shop.setStock(productId, 100_000);
  await shop.quiet();
  const many = async (count: number, one: (nth: number) => Promise<unknown>) => {
    let next = 0;
    const work = async () => {
      while (next < count) await one(next++);
    };
    await Promise.all(Array.from({ length: 8 }, work));
    await shop.quiet(600_000);
  };
  await costOf("an order, registered at the till", 500, () =>
    many(500, (nth) => shop.order([{ variationId: variations[nth % products], quantity: 1 }])),
  );
  await costOf("a sale at the till", 500, () =>
    many(500, (nth) => shop.sell([{ productId: goods[nth % products]?.productId, quantity: 1 }])),
  );
}

async function look(count: number): Promise<void> {
  say(`${count} merchants of ${products} products`);
  const web = await startServer({ ...env, ROLE: "web" });
  await tellWebhook(control, web);
  const begun = performance.now();
  const startedAt = await client.query<{ now: Date }>("select now()");
  const worker = await startServer({ ...env, ROLE: "worker" });
  try {
    say(`  the worker is ready after ${since(begun)} s`);
    const shop = await openShop({ control, database, server: web });
    const before = await countsNow(worker);
    const variationId = await shop.link("8000001");
    say(`  during its first look: ${await orderAndSale(shop, variationId)}`);
    const isDone = async () =>
      (
        await client.query("select from connections where caught_up_at < $1 limit 1", [
          startedAt.rows[0]?.now,
        ])
      ).rowCount === 0;
    while (!(await isDone())) await delay(200);
    say(`  the first look at all is over after ${since(begun)} s`);
    const looked = await countsNow(worker);
    tellBetween("meanwhile", before, looked);
    await delay(seconds * 1_000);
    const rested = await countsNow(worker);
    tellBetween("right afterwards", looked, rested);
    await delay(seconds * 1_000);
    tellBetween("when nobody does anything", rested, await countsNow(worker));
    say(`  then: ${await orderAndSale(shop, variationId)}`);
    if (count === merchants)
      await tellCosts(await openShop({ control, database, server: web }, { contract }));
  } finally {
    await worker.stop();
    await web.stop();
  }
}

try {
  const few = Math.min(100, merchants);
  await addMerchants(few);
  await look(few);
  if (merchants > few) {
    await addMerchants(merchants - few);
    await look(merchants);
  }
} finally {
  await sandbox.close();
  await client.end();
  await database.close();
  await postgres.close();
}
