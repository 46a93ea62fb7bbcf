import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import type { Context } from "../src/context.ts";
import { registerProduct } from "../src/catalog/save-product.ts";
import { allowContract } from "../src/connection/proof/vouch.ts";
import { openDatabase } from "../src/kit/database.ts";
import { startEmbeddedPostgres } from "../src/kit/embedded-postgres/start.ts";
import { listen } from "../src/kit/listen.ts";
import { migrate } from "../src/kit/migrations.ts";
import { createMerchant } from "../src/merchants/manage-merchants.ts";
import { placeOrder } from "../src/orders/place-order.ts";
import { lockSynced, writeMovements } from "../src/stock/store.ts";
import { noMoney } from "../test/support/money.ts";

/*
 * What the triggers of live pages and of the search cost where it matters: orders taken, and quantities stored by the sync, with
 * fsync, eight at a time, by turns with and without them, so that whatever else the machine does hits all the same.
 * `npm run bench:triggers`
 */
const rounds = 6;
const roundMs = 5_000;
const ways = { "all triggers": "", "no live events": "tell", "none at all": "tell|search" };

const dataDir = await mkdtemp(join(tmpdir(), "musubi-bench-"));
const postgres = await startEmbeddedPostgres({ dataDir, log: () => undefined });
const database = openDatabase(postgres.connection, { max: 16, onError: () => undefined });
await migrate(database.db);
await runMigrations({ pgPool: database.pool });
const ctx = { ...database } as unknown as Context;
const { id: merchantId } = await createMerchant(ctx, { name: "ベンチ" });
await allowContract(ctx, { merchantId, contractId: "bench" });
await database.pool.query(
  `insert into connections (merchant_id, contract_id, store_id, terminal_id, enabled, mode)
   values ('${merchantId}', 'bench', '1', '1', true, 'standard')`,
);
for (let nth = 0; nth < 200; nth += 1) {
  const link = nth < 100 ? { smaregiProductId: String(8_000_000 + nth) } : { quantity: 900_000 };
  const variations = [{ stockManaged: true, ...link }];
  await registerProduct(ctx, {
    merchantId,
    actor: "bench",
    product: { name: `商品${nth}`, price: 100, taxRate: 10, variations },
  });
}
const { rows } = await database.pool.query<{ id: string; link: string | null }>(
  "select id, smaregi_product_id as link from variations",
);
const direct = rows.filter((row) => row.link === null).map((row) => row.id);
const links = rows.flatMap((row) => row.link ?? []);
// Somebody listens, as a web process does.
let told = 0;
const ears = listen(database.pool, "musubi_changes", {
  message: () => (told += 1),
  open: () => undefined,
  lost: () => undefined,
});

const works = {
  orders: async (nth: number) => {
    const order = {
      kind: "normal" as const,
      lines: [{ variationId: direct[nth % direct.length] ?? "", quantity: 1 }],
      customer: { name: "山田 太郎" },
      money: { ...noMoney, shippingFee: 500 },
    };
    await placeOrder(ctx, { merchantId, actor: "bench", order });
  },
  "quantities of the sync": async (nth: number) => {
    await database.db.transaction().execute(async (tx) => {
      const found = await lockSynced(tx, merchantId, [links[nth % links.length] ?? ""]);
      const entries = found.map((row) => ({
        variationId: row.id,
        change: 1,
        quantity: ((row.quantity ?? 0) + 1) % 1000,
        level: ((row.quantity ?? 0) + 1) % 1000,
        cause: "synced",
        actor: "smaregi",
        reading: 1,
      }));
      await writeMovements(tx, merchantId, entries);
    });
  },
};

async function switchTriggers(off: string): Promise<void> {
  const { rows: triggers } = await database.pool.query<{ table: string; name: string }>(
    `select tgrelid::regclass::text as table, tgname as name from pg_trigger where not tgisinternal and tgname ~ '^(tell|search)_'`,
  );
  for (const { table, name } of triggers) {
    const isOff = off !== "" && new RegExp(`^(${off})_`).test(name);
    await database.pool.query(`alter table ${table} ${isOff ? "disable" : "enable"} trigger ${name}`);
  }
}

async function countIn(work: (nth: number) => Promise<void>): Promise<number> {
  let nth = 0;
  const end = performance.now() + roundMs;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (performance.now() < end) await work((nth += 1));
    }),
  );
  return (nth / roundMs) * 1000;
}

for (const [what, work] of Object.entries(works)) {
  const counts = new Map<string, number[]>(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [way, off] of Object.entries(ways)) {
      await switchTriggers(off);
      counts.get(way)?.push(await countIn(work));
    }
  }
  for (const [way, some] of counts) {
    const sorted = some.toSorted((a, b) => a - b);
    const each = sorted.map((count) => Math.round(count)).join(" ");
    process.stdout.write(
      `${what}, ${way}: median ${Math.round(sorted[Math.floor(rounds / 2)] ?? 0)} a second (${each})\n`,
    );
  }
}
process.stdout.write(`${told} notifications were heard\n`);
await ears.close();
await database.close();
await postgres.stop();
await rm(dataDir, { recursive: true, force: true });
