import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestContext } from "../../../test/support/context.ts";
import { noMoney } from "../../../test/support/money.ts";
import { addMerchant, addVariation } from "../../../test/support/rows.ts";
import { listAudit } from "../../audit/read-audit.ts";
import type { Context } from "../../context.ts";
import { newId } from "../../kit/ids.ts";
import { changeStatus } from "../../orders/edit-order.ts";
import { placeOrder } from "../../orders/place-order.ts";
import { listOrders } from "../../orders/read-orders.ts";
import { eraseOldBuyers } from "./erase-old-buyers.ts";
import { previewRetention, readRetention, saveRetention } from "./save-retention.ts";
import { merchantsToErase } from "./store.ts";

let house: Awaited<ReturnType<typeof openTestContext>>;
let ctx: Context;
beforeAll(async () => {
  house = await openTestContext();
  await runMigrations({ pgPool: house.database.pool });
  ctx = house.ctx;
});
afterAll(() => house.close());

const by = { actor: "管理画面: 店長", address: "192.0.2.1" };
const customer = {
  name: "山田花子",
  email: "hanako@buyers.example",
  phone: "090-1234-5678",
  address: "桜町1-2-3",
};

/** A shop; `order` places one in a state that was last changed so many days ago. */
async function openShop() {
  const { id: merchantId } = await addMerchant(ctx, "結び商店");
  const variationId = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 1000 });
  const { pool } = house.database;
  const order = async (status: "new" | "shipped" | "cancelled", days: number) => {
    const given = {
      kind: "normal" as const,
      lines: [{ variationId, quantity: 2 }],
      money: noMoney,
      customer,
    };
    const placed = await placeOrder(ctx, {
      merchantId,
      actor: "test",
      idempotencyKey: newId(),
      order: given,
    });
    if (status !== "new") await changeStatus(ctx, { merchantId, actor: "test", id: placed.id, status });
    await pool.query("update orders set updated_at = now() - $2 * interval '1 day' where id = $1", [
      placed.id,
      days,
    ]);
    return placed.id;
  };
  const plan = async (state: string, days: number) => {
    const id = newId();
    await pool.query(
      `insert into plans (merchant_id, id, kind, state, every_unit, every_count, first_on, lines, money, customer, updated_at)
       values ($1, $2, 'subscription', $3, 'month', 1, '2026-01-01', '[]', '{}', $4, now() - $5 * interval '1 day')`,
      [merchantId, id, state, JSON.stringify(customer), days],
    );
    return id;
  };
  const select = async (text: string) => (await pool.query(text, [merchantId])).rows;
  /** The orders and plans that still name a buyer. */
  const named = async (): Promise<string[]> => {
    const rows = await select(
      `select id from orders where merchant_id = $1 and customer->>'name' is not null union all
       select id from plans where merchant_id = $1 and customer->>'name' is not null`,
    );
    return rows.map(({ id }) => id).toSorted();
  };
  const keep = (days: number | null) => saveRetention(ctx, { merchantId, by, days });
  const run = (more: Partial<Context> = {}) => eraseOldBuyers({ ...ctx, ...more }, { merchantId });
  const events = async () => (await listAudit(ctx, { merchantId, limit: 50, search: {} })).items;
  return { merchantId, order, plan, select, named, keep, run, events };
}

describe("個人情報の保存期間", () => {
  it("erases buyers of finished orders and ended plans that are old enough, and of no other; books and stock stay", async () => {
    const shop = await openShop();
    const { merchantId } = shop;
    for (const status of ["shipped", "cancelled"] as const) await shop.order(status, 91);
    await shop.plan("ended", 91);
    const stay = [
      await shop.order("shipped", 89),
      await shop.order("new", 400),
      await shop.plan("active", 400),
      await shop.plan("paused", 400),
      await shop.plan("ended", 89),
    ].toSorted();
    const books =
      "select id, number, status, money, created_at from orders where merchant_id = $1 order by id";
    const stock = "select id, quantity from variations where merchant_id = $1";
    const lines = "select * from order_lines where merchant_id = $1 order by order_id, position";
    const before = [await shop.select(books), await shop.select(stock), await shop.select(lines)];
    expect(await previewRetention(ctx, { merchantId, days: 90 })).toEqual({ orders: 2, plans: 1 });
    expect(await shop.named()).toHaveLength(8);

    await shop.keep(90);
    await shop.run();
    expect(await shop.named()).toEqual(stay);
    expect([await shop.select(books), await shop.select(stock), await shop.select(lines)]).toEqual(before);
    const found = await listOrders(ctx, { merchantId, limit: 9, cursor: undefined, search: { q: "花子" } });
    expect(found.items).toHaveLength(2);
    expect((await shop.events()).slice(0, 2)).toMatchObject([
      { event: "oldBuyersErased", actor: "夜間", after: { orders: 2, plans: 1, buyersKeptDays: 90 } },
      { event: "retentionSaved", ...by, before: { buyersKeptDays: null }, after: { buyersKeptDays: 90 } },
    ]);
    expect(JSON.stringify(await shop.events())).not.toContain("花子");
    expect(await previewRetention(ctx, { merchantId, days: 90 })).toEqual({ orders: 0, plans: 0 });
  });

  it("is off where nobody set it, and from the moment it is switched off", async () => {
    const shop = await openShop();
    const old = await shop.order("shipped", 3000);
    expect(await readRetention(ctx, shop.merchantId)).toEqual({ days: null });
    await shop.run();
    await shop.keep(30);
    await shop.keep(null);
    // A late wake, from when it was still on.
    await shop.run();
    expect(await shop.named()).toEqual([old]);
    expect(await merchantsToErase(ctx.db)).not.toContain(shop.merchantId);
  });

  it("goes on where it was stopped, is done once a day, and again for what grew old", async () => {
    const shop = await openShop();
    const other = await openShop();
    const theirs = await other.order("shipped", 91);
    await shop.order("shipped", 91);
    await shop.keep(90);
    const stopped = new AbortController();
    stopped.abort();
    await shop.run({ stopping: stopped.signal });
    expect(await merchantsToErase(ctx.db)).toContain(shop.merchantId);
    await shop.run();
    expect(await shop.named()).toEqual([]);
    expect(await merchantsToErase(ctx.db)).not.toContain(shop.merchantId);
    await house.database.pool.query(
      "update merchants set buyers_erased_at = buyers_erased_at - interval '25 hours' where id = $1",
      [shop.merchantId],
    );
    expect(await merchantsToErase(ctx.db)).toContain(shop.merchantId);
    // More than one step, and two runs at once: each order is erased once, and noted.
    for (let nth = 0; nth < 60; nth += 1) await shop.order("cancelled", 91);
    await Promise.all([shop.run(), shop.run()]);
    expect(await shop.named()).toEqual([]);
    const erased = (await shop.events()).filter(({ event }) => event === "oldBuyersErased");
    const orders = erased.map(({ after }) => (after as { orders: number }).orders);
    expect(orders.reduce((sum, each) => sum + each, 0)).toBe(61);
    expect(await other.named()).toEqual([theirs]);
  });
});
