import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../test/support/database.ts";
import { noMoney } from "../../test/support/money.ts";
import { addConnection, addMerchant, addVariation } from "../../test/support/rows.ts";
import type { Context } from "../context.ts";
import { changeStatus, editOrder } from "./edit-order.ts";
import { placeOrder } from "./place-order.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool, clock: () => new Date() } as Context;
});
afterAll(() => database.drop());

it("O2, O3, O4: what a variation without the flag sells of a shared Smaregi product is gone from its siblings, and comes back once", async () => {
  const { id: merchantId } = await addMerchant(ctx, "同じ商品の店");
  await addConnection(ctx, merchantId);
  const smaregiProductId = "8000001";
  const unlimited = await addVariation(ctx, merchantId, { stockManaged: false, smaregiProductId });
  const synced = await addVariation(ctx, merchantId, { stockManaged: true, smaregiProductId });
  const query = async (text: string) => (await database.pool.query(text, [synced])).rows[0];
  await query("update variations set quantity = 10, level = 10, synced_at = now() where id = $1");
  const quantity = async () => (await query("select quantity from variations where id = $1")).quantity;
  const lines = (pieces: number) => [{ variationId: unlimited, quantity: pieces }];
  const order = { kind: "normal" as const, lines: lines(3), money: noMoney };
  const { id } = await placeOrder(ctx, { merchantId, actor: "test", order });
  expect(await quantity()).toBe(7);
  await editOrder(ctx, { merchantId, actor: "test", id, lines: lines(2) });
  expect(await quantity()).toBe(8);
  await changeStatus(ctx, { merchantId, actor: "test", id, status: "cancelled" });
  expect(await quantity()).toBe(10);
});
