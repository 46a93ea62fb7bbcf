import { afterAll, beforeAll, expect, it } from "vitest";
import { runMigrations } from "graphile-worker";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addConnection, addMerchant, addVariation } from "../../test/support/rows.ts";
import { byOperator } from "../audit/rules.ts";
import type { Context } from "../context.ts";
import { placeOrder } from "../orders/place-order.ts";
import { savePaymentMethods } from "./payment-methods.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
});
afterAll(() => database.drop());

it("B2, P1: what Smaregi refused for the sake of a payment method is sent again as soon as these are put right", async () => {
  const { id: merchantId } = await addMerchant(ctx, "支払方法の店");
  await addConnection(ctx, merchantId, { mode: "assured" });
  const variationId = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 9 });
  const order = { kind: "normal" as const, lines: [{ variationId, quantity: 1 }], money: noMoney };
  const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
  const later = "clock_timestamp() + interval '1 hour', clock_timestamp()";
  await database.pool.query(
    `update transactions set registers = 9, (retry_at, retry_from) = (${later}) where order_id = $1`,
    [id],
  );
  await database.pool.query(`update orders set (due_at, due_from) = (${later}) where id = $1`, [id]);
  await savePaymentMethods(ctx, { merchantId, by: byOperator, paymentMethods: [] });
  const { rows } = await database.pool.query(
    "select o.due_at, t.retry_at from orders o join transactions t on t.order_id = o.id where o.id = $1",
    [id],
  );
  expect(rows).toEqual([{ due_at: null, retry_at: null }]);
});
