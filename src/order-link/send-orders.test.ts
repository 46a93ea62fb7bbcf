import { runMigrations } from "graphile-worker";
import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addConnection, addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { createMerchant } from "../merchants/manage-merchants.ts";
import { placeOrder } from "../orders/place-order.ts";
import { syncStock } from "../stock-sync/sync-stock.ts";
import { sendOrders } from "./send-orders.ts";

let database: TestDatabase;
let ctx: Context;
let merchantId = "";
beforeAll(async () => {
  database = await testDatabase();
  await runMigrations({ pgPool: database.pool });
  ctx = {
    db: database.db,
    pool: database.pool,
    settings: { timeoutMs: 1_000 },
    // Work that was not due a moment ago is due now, as on a machine that is slow between two looks.
    clock: () => new Date(Date.now() + 3_600_000),
    stopping: new AbortController().signal,
  } as Context;
  merchantId = (await createMerchant(ctx, { name: "店" })).id;
  await addConnection(ctx, merchantId);
  const variationId = await addVariation(ctx, merchantId, { stockManaged: false });
  const order = { kind: "normal" as const, lines: [{ variationId, quantity: 1 }], money: noMoney };
  await placeOrder(ctx, { merchantId, actor: "test", order });
});
afterAll(() => database.drop());

const woken = async (): Promise<string[]> => {
  const { rows } = await database.pool.query("delete from graphile_worker._private_jobs returning key");
  return rows.map(({ key }) => key as string);
};

it("an order or a signal that becomes due between the last look and the end of the work is woken for", async () => {
  await database.pool.query("update orders set due_at = now() + interval '1 minute', due_from = now()");
  await database.pool.query(
    "insert into signals (merchant_id, smaregi_product_id, cause, retry_at, attempts) values ($1, '8000001', 'askedAgain', now() + interval '1 minute', 11)",
    [merchantId],
  );
  await woken();
  await sendOrders(ctx, { merchantId });
  expect(await woken()).toEqual([`sendOrders:${merchantId}`]);
  await syncStock(ctx, { merchantId });
  expect(await woken()).toEqual([`syncStock:${merchantId}`]);
});
