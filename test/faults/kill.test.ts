import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openHouse, type House, type Json, type Shop } from "../support/shop.ts";
import { until } from "../support/wait.ts";

/** `MUSUBI_STREAMS=50 npx vitest run test/faults/kill` for a long run. */
const streams = Number(process.env["MUSUBI_STREAMS"] ?? "1");
// A single stream, as in each test run, is a short one.
const isLong = streams > 1;
const killsPerStream = isLong ? 6 : 1;
const orders = isLong ? 150 : 36;
const sales = orders;

let house: House;
beforeAll(async () => {
  house = await openHouse({ SMAREGI_TIMEOUT_MS: "700" });
});
afterAll(() => house.close());

const products = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** Runs `count` pieces of work, `width` at a time. */
async function stream(count: number, width: number, work: (nth: number) => Promise<void>) {
  let next = 0;
  await Promise.all(
    Array.from({ length: width }, async () => {
      while (next < count) await work((next += 1));
    }),
  );
}

type Acknowledged = { id: string; number: string };

/** As a careful shop front does: sends an order without an answer again under its own key. */
async function buy(shop: Shop, nth: number, variationId: string): Promise<Acknowledged | null> {
  const request = { kind: "normal", lines: [{ variationId, quantity: 1 + (nth % 3) }] };
  return await until("the order is answered", async () => {
    const reply = await shop.api("POST", "/orders", request, { "idempotency-key": `order ${nth}` });
    if (reply.status === 201) return { id: reply.body["id"], number: reply.body["number"] } as Acknowledged;
    expect(reply.body["code"]).toBe("out_of_stock");
    return { id: "", number: "" };
  });
}

/** A stream of orders and till sales, with kills at random moments, each followed by the next start. */
async function oneStream(shop: Shop, variations: string[]): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const moments = Array.from({ length: killsPerStream }, () => Math.floor(Math.random() * orders)).sort(
    (a, b) => a - b,
  );
  const bought = { all: false };
  const buying = stream(orders, 8, async (nth) => {
    const order = await buy(shop, nth, variations[nth % variations.length] ?? "");
    if (order !== null && order.id !== "") acknowledged.push(order);
  }).finally(() => {
    bought.all = true;
  });
  const selling = stream(sales, 2, async (nth) => {
    await shop.sell([{ productId: products[nth % products.length] ?? "", quantity: 1 }]);
  });
  const killing = (async () => {
    for (const moment of moments) {
      while (acknowledged.length < moment && !bought.all) await delay(1);
      // At any point of the work, not only just after an answer.
      await delay(Math.random() * 30);
      await house.server.kill();
      await house.restart();
    }
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
  // No transaction without an order that we know, and none for an order that we show as failed.
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
  const kills = streams * killsPerStream;
  it(`loses no acknowledged order and registers none twice (${kills} kills in ${streams} stream(s) of ${orders} orders and ${sales} till sales)`, async () => {
    const sums = { kills, acknowledged: 0, registered: 0, failed: 0 };
    for (let round = 0; round < streams; round += 1) {
      const shop = await house.openShop({
        products: products.map((productId) => ({ productId, productName: `品${productId}`, price: 100 })),
        stock: products.map((productId) => ({ productId, stockAmount: 180 })),
      });
      const variations: string[] = [];
      for (const productId of products) variations.push(await shop.link(productId));
      const acknowledged = await oneStream(shop, variations);
      await shop.quiet();
      await until("every quantity equals Smaregi's", async () => {
        const wrong = await differences(shop);
        if (wrong.length > 0) throw new Error(JSON.stringify(wrong));
        return true;
      });
      const { registered, failed } = await checkBooks(shop, acknowledged);
      expect(await ledgerErrors(shop)).toEqual([]);
      sums.acknowledged += acknowledged.length;
      sums.registered += registered;
      sums.failed += failed;
    }
    process.stdout.write(`${JSON.stringify(sums)}\n`);
    expect(sums.registered + sums.failed).toBeGreaterThanOrEqual(sums.acknowledged);
    expect(sums.acknowledged).toBeGreaterThan((streams * orders) / 4);
  }, 540_000);
});
