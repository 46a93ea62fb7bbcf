import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { liveConnection } from "../place/store.ts";
import type { Reading } from "../stock-sync/rules.ts";
import { settleZeros } from "../stock-sync/zero-guard/settle-zeros.ts";
import { askReconciliation, readReconciliation } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("P3: none of 130,000 readings is lost for being one of so many", async () => {
  const { merchantId, account } = await house.openShop();
  const reader = { smaregi: house.ctx.smaregi, account, storeId: "1", now: () => new Date() };
  const readings = Array.from({ length: 130_000 }, (_, nth): Reading => {
    return { smaregiProductId: String(nth), beganAt: new Date(), kind: "missing" };
  });
  const connection = await liveConnection(house.ctx.db, merchantId);
  if (connection === null) throw new Error("The shop is not linked.");
  const input = { connection, reader, signals: new Map(), readings };
  expect(await settleZeros(house.ctx, input)).toHaveLength(130_000);
});

it("P3, P7: 10,000 products that Smaregi has no more are asked about, and 差異チェック tells of each", async () => {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.sync();
  await shop.select(
    `insert into variations (merchant_id, id, product_id, serial, system_product_number, position, name, stock_managed,
       quantity, level, smaregi_product_id, synced_at)
     select merchant_id, gen_random_uuid(), product_id, serial + nth, system_product_number || '-' || nth, nth, nth::text, true,
       5, 5, (9000000 + nth)::text, now()
     from variations, generate_series(1, 10000) nth where merchant_id = $1`,
  );
  await shop.select(
    `insert into signals (merchant_id, smaregi_product_id, cause, asked_at)
     select merchant_id, smaregi_product_id, 'askedAgain', now() - interval '1 minute' from variations
     where merchant_id = $1 on conflict do nothing`,
  );
  await shop.sync();
  const count = async (sql: string) => (await shop.select(`select count(*)::int from ${sql}`))[0].count;
  expect(await count("variations where merchant_id = $1 and quantity = 5")).toBe(10_000);
  expect(await count("held_zeros where merchant_id = $1 and answer is null")).toBe(10_000);
  expect(await count("integration_log where merchant_id = $1 and state = 'open'")).toBe(10_000);
  const id = await askReconciliation(ctx, { merchantId, actor: "test" });
  await runReconciliations(ctx, { merchantId });
  expect((await readReconciliation(ctx, { merchantId, id })).state).toBe("done");
  expect(await count("differences where merchant_id = $1 and cause = 'productGone'")).toBe(10_000);
});
