import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { runMigrations } from "graphile-worker";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addConnection, addMerchant, addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { placeOrder } from "../orders/place-order.ts";
import { beginPause, endPause } from "./store.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId: string;
let contractId: string;
/** An order that was sent in vain three times, and one whose outcome is unknown. */
let orders: { sentInVain: string; unclear: string };
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
});
afterAll(() => database.drop());
beforeEach(async () => {
  merchantId = (await addMerchant(ctx, "書込停止の店")).id;
  contractId = `sb_${merchantId}`;
  await addConnection(ctx, merchantId, { mode: "assured" });
  const variationId = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 9 });
  const place = async (state: "planned" | "unclear"): Promise<string> => {
    const order = { kind: "normal" as const, lines: [{ variationId, quantity: 1 }], money: noMoney };
    const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
    const later = "clock_timestamp() + interval '1 hour', clock_timestamp()";
    await database.pool.query(
      `update transactions set state = $2, registers = 3, contract_id = $3, store_id = '1', terminal_id = '2',
        (retry_at, retry_from) = (${later}) where order_id = $1`,
      [id, state, contractId],
    );
    await database.pool.query(`update orders set (due_at, due_from) = (${later}) where id = $1`, [id]);
    return id;
  };
  orders = { sentInVain: await place("planned"), unclear: await place("unclear") };
});

/** Whether an order's next thing, and its transaction's, is still put off. */
async function isPutOff(orderId: string): Promise<boolean[]> {
  const { rows } = await database.pool.query<{ order: boolean; row: boolean }>(
    `select o.due_at is not null as order, t.retry_at is not null as row
      from orders o join transactions t on t.order_id = o.id where o.id = $1`,
    [orderId],
  );
  return rows.flatMap(({ order, row }) => [order, row]);
}

it("B2: when Smaregi answers a reading again, what is unclear is looked for at once, and what it refuses to book keeps its growing wait", async () => {
  const reason = { kind: "maintenance" as const, data: {} };
  await beginPause(ctx.db, { contractId, reason, delayMs: 0 });
  expect(await transact(ctx.db, (tx) => endPause(tx, contractId))).toEqual([merchantId]);
  expect(await isPutOff(orders.unclear)).toEqual([false, false]);
  expect(await isPutOff(orders.sentInVain)).toEqual([true, true]);
});
