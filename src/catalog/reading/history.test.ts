import { afterAll, beforeAll, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "../../../test/support/database.ts";
import { noMoney } from "../../../test/support/money.ts";
import { addVariation } from "../../../test/support/rows.ts";
import type { Context } from "../../context.ts";
import { createMerchant } from "../../merchants/manage-merchants.ts";
import { placeOrder } from "../../orders/place-order.ts";
import { changeProduct } from "../save-product.ts";
import { productHistory } from "./read-products.ts";

let database: TestDatabase;
let ctx: Context;
beforeAll(async () => {
  database = await testDatabase();
  ctx = { db: database.db, pool: database.pool } as Context;
});
afterAll(() => database.drop());

/** A product that sells well: its history, and one more entry of each kind in it. */
async function soldProduct() {
  const { id: merchantId } = await createMerchant(ctx, { name: "店" });
  const variationId = await addVariation(ctx, merchantId, { stockManaged: true, quantity: 500 });
  const { rows } = await database.pool.query("select product_id from variations where id = $1", [
    variationId,
  ]);
  const at = { merchantId, id: rows[0].product_id as string };
  const order = { kind: "normal" as const, lines: [{ variationId, quantity: 1 }], money: noMoney };
  const page = (limit: number, cursor?: string) => productHistory(ctx, { ...at, limit, cursor });
  return {
    page,
    goOn: async (nth: number) => {
      await placeOrder(ctx, { merchantId, actor: `sale ${nth}`, order });
      await changeProduct(ctx, { ...at, actor: `edit ${nth}`, product: { price: 1000 + nth } });
    },
    all: async () => (await page(200)).items,
  };
}

it("B6: the pages of a history hold each entry once, whatever happens to the product between them", async () => {
  const product = await soldProduct();
  for (let nth = 1; nth <= 6; nth += 1) await product.goOn(nth);
  const before = await product.all();
  expect(before.length).toBeGreaterThanOrEqual(13);
  const seen: object[] = [];
  let cursor: string | undefined;
  for (let nth = 7; ; nth += 1) {
    const { items, nextCursor } = await product.page(3, cursor);
    seen.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
    await product.goOn(nth);
  }
  expect(seen).toEqual(before);
});

it("B6: entries of one moment are each there once, too", async () => {
  const product = await soldProduct();
  for (let nth = 1; nth <= 4; nth += 1) await product.goOn(nth);
  await database.pool.query("update movements set at = '2026-11-28T00:00:00.123456Z'");
  await database.pool.query("update product_events set at = '2026-11-28T00:00:00.123456Z'");
  const seen: object[] = [];
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await product.page(1, cursor);
    seen.push(...items);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  expect(seen).toEqual(await product.all());
});

it.each(["MTA", "x", "", Buffer.from("1.2.3").toString("base64url")])(
  "%j is no cursor of it",
  async (cursor) => {
    const product = await soldProduct();
    await expect(product.page(10, cursor)).rejects.toMatchObject({ fields: [{ path: "cursor" }] });
  },
);
