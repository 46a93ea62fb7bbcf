import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, type House, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

const rounds = Number(process.env["MUSUBI_KILLS"] ?? "20");
const orders = 500;
const sales = 500;

let house: House;
beforeAll(async () => {
  house = await openHouse({ SMAREGI_TIMEOUT_MS: "700" });
});
afterAll(() => house.close());

const products = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** Runs `count` pieces of work, `width` at a time; after `isOver` no new one begins. */
async function stream(
  count: number,
  width: number,
  isOver: () => boolean,
  work: (nth: number) => Promise<void>,
) {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count && !isOver()) await work((next += 1));
    }),
  );
}

type Acknowledged = { id: string; number: string; pieces: number };

async function oneRound(shop: Shop, variations: string[], killAfter: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  let dead = false;
  const buying = stream(
    orders,
    8,
    () => dead,
    async (nth) => {
      const variationId = variations[nth % variations.length];
      const pieces = 1 + (nth % 3);
      const request = { kind: "normal", lines: [{ variationId, quantity: pieces }] };
      try {
        const reply = await shop.api("POST", "/orders", request, {
          "idempotency-key": `${shop.contractId}-${nth}`,
        });
        if (reply.status === 201)
          acknowledged.push({ id: reply.body["id"], number: reply.body["number"], pieces });
        else expect(reply.body["code"]).toBe("out_of_stock");
      } catch {
        // The connection broke: nothing was acknowledged, whatever the server had done.
        dead = true;
      }
    },
  );
  const selling = stream(
    sales,
    2,
    () => false,
    async (nth) => {
      await shop.sell([{ productId: products[nth % products.length] ?? "", quantity: 1 }]);
    },
  );
  const killing = (async () => {
    while (acknowledged.length < killAfter && !dead) await delay(1);
    await house.server.kill();
    dead = true;
  })();
  await Promise.all([buying, selling, killing]);
  return acknowledged;
}

async function checkBooks(
  shop: Shop,
  acknowledged: Acknowledged[],
): Promise<{ registered: number; failed: number }> {
  const transactions = await shop.transactions();
  const byNumber = new Map<string, number>();
  for (const { memo } of transactions) byNumber.set(memo, (byNumber.get(memo) ?? 0) + 1);
  expect([...byNumber.values()].filter((count) => count > 1)).toEqual([]);
  const failed = await house.database.db
    .selectFrom("integrationLog as l")
    .innerJoin("orders as o", "o.id", "l.orderId")
    .select("o.number")
    .where("l.merchantId", "=", shop.merchantId)
    .where("l.state", "=", "open")
    .execute();
  const failedNumbers = new Set(failed.map((row) => row.number));
  for (const { number } of acknowledged) {
    expect([number, (byNumber.get(number) ?? 0) === 1 || failedNumbers.has(number)]).toEqual([number, true]);
  }
  // No transaction without an order that we know, and none of an order that we call failed.
  const known = await house.database.db
    .selectFrom("orders")
    .select("number")
    .where("merchantId", "=", shop.merchantId)
    .execute();
  const numbers = new Set(known.map((row) => row.number));
  expect([...byNumber.keys()].filter((number) => !numbers.has(number) || failedNumbers.has(number))).toEqual(
    [],
  );
  return { registered: transactions.length, failed: failedNumbers.size };
}

async function differences(shop: Shop): Promise<Json[]> {
  const stock = await shop.stock();
  const rows = await house.database.db
    .selectFrom("variations")
    .select(["smaregiProductId", "quantity"])
    .where("merchantId", "=", shop.merchantId)
    .execute();
  return rows
    .map((row) => ({ ...row, smaregi: Math.max(0, stock.get(row.smaregiProductId ?? "") ?? 0) }))
    .filter((row) => row.quantity !== row.smaregi);
}

async function ledgerErrors(shop: Shop): Promise<Json[]> {
  return await house.database.db
    .selectFrom("variations as v")
    .innerJoin("movements as m", "m.variationId", "v.id")
    .select((eb) => ["v.id", "v.quantity", eb.fn.sum<number>("m.change").as("sum")])
    .where("v.merchantId", "=", shop.merchantId)
    .groupBy(["v.id", "v.quantity"])
    .havingRef("v.quantity", "!=", (eb) => eb.fn.sum<number>("m.change"))
    .execute();
}

describe("kill -9 of the server at any moment", () => {
  it(`loses no acknowledged order and registers none twice (${rounds} kills, ${orders} orders and ${sales} till sales each)`, async () => {
    const sums = { acknowledged: 0, registered: 0, failed: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const shop = await house.openShop({
        products: products.map((productId) => ({ productId, productName: `品${productId}`, price: 100 })),
        stock: products.map((productId) => ({ productId, stockAmount: 400 })),
      });
      const variations: string[] = [];
      for (const productId of products) variations.push(await shop.link(productId));
      const killAfter = 1 + Math.floor(Math.random() * (orders - 2));
      const acknowledged = await oneRound(shop, variations, killAfter);
      await house.restart();
      await shop.quiet(60_000);
      await until(
        "every quantity equals Smaregi's",
        async () => {
          const wrong = await differences(shop);
          if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
          return true;
        },
        30_000,
      );
      const { registered, failed } = await checkBooks(shop, acknowledged);
      expect(await ledgerErrors(shop)).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(killAfter);
      sums.acknowledged += acknowledged.length;
      sums.registered += registered;
      sums.failed += failed;
    }
    process.stdout.write(`kills: ${rounds}; ${JSON.stringify(sums)}\n`);
    expect(sums.registered + sums.failed).toBeGreaterThanOrEqual(sums.acknowledged);
  }, 540_000);
});
