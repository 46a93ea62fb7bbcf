import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { leaveSignalsForAll } from "../signals/store.ts";
import { hasDueSignals, readSignals } from "./store.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A shop with this many more synced products, in Smaregi and here; none of them is read. */
async function openBigShop(products: number) {
  const shop = await house.openShop();
  const ids = Array.from({ length: products }, (_, nth) => String(8_100_000 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 5 })));
  await shop.select(
    `insert into variations (merchant_id, id, product_id, serial, system_product_number, position, name, stock_managed, smaregi_product_id)
     select v.merchant_id, gen_random_uuid(), v.product_id, 1 + nth, v.system_product_number || '-' || nth, 1 + nth, nth::text, true, product
     from variations v, unnest($2::text[]) with ordinality given(product, nth) where v.merchant_id = $1`,
    ids,
  );
  await leaveSignalsForAll(house.ctx.db, shop.merchantId, "bulkSaved");
  // Long enough ago that it is no burst.
  await shop.select("update signals set asked_at = asked_at - interval '1 minute' where merchant_id = $1");
  return shop;
}

it("a file of 2,000 rows is read page by page, and a till sale is read after the page that is under way", async () => {
  const shop = await openBigShop(2_000);
  // The sold product is not in the file, and was read long ago: one that was read just now waits.
  await shop.select("delete from signals where merchant_id = $1 and smaregi_product_id = '8000001'");
  await shop.select("update variations set reading_began_at = null where merchant_id = $1");
  shop.inCall("stockPage", "after", async () => {
    await shop.setStock(["8000001"], 4);
    await shop.select(
      `insert into signals as s (merchant_id, smaregi_product_id, cause, notified_at)
       values ($1, '8000001', 'notification', clock_timestamp())
       on conflict (merchant_id, smaregi_product_id) do update set version = excluded.version,
         asked_at = excluded.asked_at, cause = excluded.cause, notified_at = excluded.notified_at`,
    );
  });
  await shop.sync();
  const moved = await shop.select(
    `select v.smaregi_product_id as product, m.quantity from movements m
     join variations v on v.merchant_id = m.merchant_id and v.id = m.variation_id
     where m.merchant_id = $1 and m.cause = 'synced' order by m.id`,
  );
  const sold = moved.findIndex(({ product, quantity }) => product === "8000001" && quantity === 4);
  // A page of a thousand before it, and more than a thousand after it.
  expect(sold).toBeGreaterThan(900);
  expect(sold).toBeLessThan(1_002);
  expect(moved.length).toBeGreaterThan(2_000);
  expect(await hasDueSignals(house.ctx.db, shop.merchantId)).toBe(false);
});

it("a product that is notified of again and again waits for its order that is being sent by its first notification", async () => {
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.order(1);
  await shop.notify();
  await shop.select("update variations set reading_began_at = null where merchant_id = $1");
  await shop.select(
    "update transactions set state = 'sending', sent_at = clock_timestamp() where merchant_id = $1",
  );
  const held = async (firstSeconds: number) => {
    await shop.select(
      `update signals set asked_at = clock_timestamp(),
         notified_at = clock_timestamp() - interval '${firstSeconds} seconds' where merchant_id = $1`,
    );
    return (await readSignals(house.ctx.db, merchantId)).held;
  };
  expect(await held(1)).toBe(1);
  expect(await held(4)).toBe(0);
});

it("more signals than are read at once are all told, the oldest first", async () => {
  const shop = await house.openShop();
  await shop.select(
    `insert into signals (merchant_id, smaregi_product_id, cause, asked_at)
     select $1, nth::text, 'bulkSaved', clock_timestamp() - nth * interval '1 second' from generate_series(1, 5001) nth`,
  );
  const { due, held } = await readSignals(house.ctx.db, shop.merchantId);
  expect({ due: due.length, held }).toEqual({ due: 5001, held: 0 });
  expect([due[0]?.smaregiProductId, due.at(-1)?.smaregiProductId]).toEqual(["5001", "1"]);
});
