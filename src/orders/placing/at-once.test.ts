import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { noMoney } from "../../../test/support/money.ts";
import { addVariation } from "../../../test/support/rows.ts";
import { until } from "../../../test/support/wait.ts";
import type { Context } from "../../context.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { placeOrder } from "../place-order.ts";
import { listOrders } from "../read-orders.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool } as Context;
});
afterAll(() => database.drop());

/** A shop with one variation for each of these quantities. */
async function openShop(...quantities: number[]) {
  const merchantId = (await createMerchant(ctx, { name: "店" })).id;
  const ids: string[] = [];
  for (const quantity of quantities)
    ids.push(await addVariation(ctx, merchantId, { stockManaged: true, quantity }));
  const order = (
    variationId: string,
    quantity = 1,
    more: { idempotencyKey?: string; byBuyer?: boolean } = {},
  ) => {
    const input = { kind: "normal" as const, lines: [{ variationId, quantity }], money: noMoney };
    return placeOrder(ctx, { merchantId, actor: "test", order: input, ...more });
  };
  const select = async (sql: string, ...values: unknown[]) =>
    (await database.pool.query(sql, [merchantId, ...values])).rows;
  return {
    merchantId,
    ids,
    order,
    select,
    quantities: async () =>
      (await select("select quantity from variations where merchant_id = $1 order by id")).map(
        (row) => row.quantity,
      ),
    /** The number of transactions that took the orders. */
    transactions: async () =>
      Number(
        (await select("select count(distinct xmin::text) as count from orders where merchant_id = $1"))[0]
          .count,
      ),
  };
}

const codes = (settled: PromiseSettledResult<unknown>[]) =>
  settled.map((each) => (each.status === "fulfilled" ? "taken" : each.reason.code));

describe("orders that come at once", () => {
  it("O2, B6: are taken in one transaction, one after the other: numbers, lines, logs and the ledger are each one's own", async () => {
    const shop = await openShop(100, 50);
    const [one = "", other = ""] = shop.ids;
    const placed = await Promise.all([
      ...[1, 2, 3].map((quantity) => shop.order(one, quantity)),
      ...[4, 5].map((quantity) => shop.order(other, quantity)),
    ]);
    expect(await shop.transactions()).toBe(2);
    expect(placed.map(({ number }) => Number(number))).toEqual([1, 2, 3, 4, 5]);
    expect(placed.map(({ lines }) => lines.map((line) => [line.variationId, line.quantity]))).toEqual([
      [[one, 1]],
      [[one, 2]],
      [[one, 3]],
      [[other, 4]],
      [[other, 5]],
    ]);
    expect((await shop.quantities()).toSorted()).toEqual([41, 94]);
    const ledger = await shop.select(
      `select o.number::int as number, m.variation_id = $2 as is_one, m.change, m.quantity
       from movements m join orders o on o.merchant_id = m.merchant_id and o.id = m.order_id
       where m.merchant_id = $1 order by m.id`,
      one,
    );
    expect(ledger).toEqual([
      { number: 1, is_one: true, change: -1, quantity: 99 },
      { number: 2, is_one: true, change: -2, quantity: 97 },
      { number: 3, is_one: true, change: -3, quantity: 94 },
      { number: 4, is_one: false, change: -4, quantity: 46 },
      { number: 5, is_one: false, change: -5, quantity: 41 },
    ]);
    const logs = await shop.select(
      "select count(distinct order_id)::int as orders, count(*)::int as entries from order_log where merchant_id = $1",
    );
    expect(logs).toEqual([{ orders: 5, entries: 5 }]);
    const told = await shop.select(
      "select thing, data->>'number' as number from outbox where merchant_id = $1 and type = 'order.placed' order by 2",
    );
    expect(told).toEqual(placed.map(({ id, number }) => ({ thing: id, number })));
    for (const { id, number } of placed) {
      const { items } = await listOrders(ctx, {
        merchantId: shop.merchantId,
        limit: 10,
        search: { q: number },
      });
      expect(items.map((item) => item.id)).toEqual([id]);
    }
  });

  it("O2: the last pieces go to those who came first; who is refused takes nothing from the others", async () => {
    const shop = await openShop(5, 5);
    const [one = "", other = ""] = shop.ids;
    const settled = await Promise.allSettled([
      shop.order(one, 3),
      shop.order(one, 3),
      shop.order("0190a0a0-0000-7000-8000-000000000000"),
      shop.order(one, 2),
      shop.order(one, 1),
      shop.order(other, 5),
    ]);
    expect(codes(settled)).toEqual(["taken", "out_of_stock", "invalid", "taken", "out_of_stock", "taken"]);
    expect(await shop.quantities()).toEqual([0, 0]);
    const numbers = await shop.select(
      "select number::int from orders where merchant_id = $1 order by serial",
    );
    expect(numbers).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
  });

  it("a key is one order, also where it comes twice among others; one that was refused may be used again", async () => {
    const shop = await openShop(10, 1);
    const [one = "", other = ""] = shop.ids;
    await shop.select("update products set published = true where merchant_id = $1");
    const settled = await Promise.allSettled([
      shop.order(one),
      shop.order(one, 2, { idempotencyKey: "twice" }),
      shop.order(one, 2, { idempotencyKey: "twice" }),
      shop.order(other, 2, { idempotencyKey: "too many" }),
      shop.order(one, 1, { idempotencyKey: "twice" }),
      // A buyer's key is independent of the merchant's.
      shop.order(one, 2, { idempotencyKey: "twice", byBuyer: true }),
    ]);
    expect(codes(settled)).toEqual([
      "taken",
      "taken",
      "taken",
      "out_of_stock",
      "idempotency_key_reused",
      "taken",
    ]);
    const [, first, second] = settled.map((each) => (each.status === "fulfilled" ? each.value.id : null));
    expect(second).toBe(first);
    expect((await shop.order(other, 1, { idempotencyKey: "too many" })).lines[0]?.quantity).toBe(1);
    expect((await shop.quantities()).toSorted()).toEqual([0, 5]);
  });

  it("no order waits for the goods of another", async () => {
    const shop = await openShop(10, 10);
    const [held = "", free = ""] = shop.ids;
    const holder = await database.pool.connect();
    const taken: string[] = [];
    try {
      await holder.query("begin");
      await holder.query("select from variations where id = $1 for update", [held]);
      const waiting = [shop.order(held).then(() => taken.push("held"))];
      await Promise.all([shop.order(free), shop.order(free)]);
      // Also in one batch with one of the held goods.
      waiting.push(shop.order(held).then(() => taken.push("held")));
      await Promise.all([shop.order(free), shop.order(free)]);
      expect(taken).toEqual([]);
      expect(await shop.transactions()).toBeGreaterThan(0);
      await holder.query("rollback");
      await Promise.all(waiting);
    } finally {
      holder.release();
    }
    expect(taken).toEqual(["held", "held"]);
    expect((await shop.quantities()).toSorted()).toEqual([6, 8]);
  });

  it("nor for a key that another program is just claiming", async () => {
    const shop = await openShop(10);
    const [one = ""] = shop.ids;
    const holder = await database.pool.connect();
    try {
      await holder.query("begin");
      await holder.query(
        "insert into idempotency_keys (merchant_id, chosen_by, key, request_hash, order_id) values ($1, 'merchant', 'k', '', $1)",
        [shop.merchantId],
      );
      let isTaken = false;
      const waiting = shop.order(one, 1, { idempotencyKey: "k" }).then(() => (isTaken = true));
      await Promise.all([shop.order(one), shop.order(one)]);
      expect(isTaken).toBe(false);
      await holder.query("rollback");
      await waiting;
    } finally {
      holder.release();
    }
    await until("all three are taken", async () => (await shop.quantities())[0] === 7);
  });

  it("one order that the database itself refuses takes no other along", async () => {
    const shop = await openShop(10);
    const [one = ""] = shop.ids;
    const odd = () =>
      placeOrder(ctx, {
        merchantId: shop.merchantId,
        actor: "test",
        order: { kind: "odd" as "normal", lines: [{ variationId: one, quantity: 1 }], money: noMoney },
      });
    const settled = await Promise.allSettled([shop.order(one), shop.order(one), odd(), shop.order(one)]);
    expect(codes(settled)).toEqual(["taken", "taken", "23514", "taken"]);
    expect(await shop.quantities()).toEqual([7]);
  });
});
