import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { until } from "../../test/support/wait.ts";
import { listFailures } from "../link-log/read-log.ts";
import { catchUp } from "./catch-up.ts";

/*
 * P1, P2: the connection is moved to another store, or switched off, while the stock of the former store is being read. The answer of
 * that store must not be used any more.
 */

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** A shop with ten pieces in store 1, and three in store 2. */
async function openShop() {
  const shop = await house.openShop();
  await shop.addStore("2", ["8000001"]);
  await house.control("POST", `/contracts/sb_${shop.merchantId}/stock`, {
    changes: [{ storeId: "2", productId: "8000001", stockAmount: 3 }],
    notify: false,
  });
  const read = async () => (await shop.readings()).map(({ reading }) => reading);
  return { ...shop, read };
}

describe("an answer of the store before", () => {
  it("that comes after the connection was moved is not stored, not even for a moment", async () => {
    const shop = await openShop();
    await shop.notify();
    shop.inCall("stockOf", "after", () => shop.connect({ storeId: "2" }));
    await shop.sync();
    expect(await shop.read()).toEqual([10, 3]);
    expect(await shop.quantity()).toBe(3);
  });

  it("is not taken for the new one's where the connection was moved between two looks at the database", async () => {
    const shop = await openShop();
    await shop.notify();
    // A product that was read a moment ago would be looked at twice.
    await shop.select(
      "update variations set reading_began_at = now() - interval '1 minute' where merchant_id = $1",
    );
    const pool = house.ctx.pool;
    const other = await pool.connect();
    await other.query("begin; lock table signals");
    const syncing = shop.sync();
    await until("the sync waits for the signals", async () => (await lockWaits(pool, "signals")) > 0);
    const ofShop = `where merchant_id = '${shop.merchantId}'`;
    await other.query(`update connections set store_id = '2', moved_at = clock_timestamp() ${ofShop};
      update signals set version = nextval('signal_versions') ${ofShop}; commit`);
    other.release();
    await syncing;
    expect(await shop.read()).toEqual([10, 3]);
  });

  it("is no failure of the new one's", async () => {
    const shop = await openShop();
    await shop.notify();
    await shop.fault("GET /stock", "status500");
    shop.inCall("stockOf", "after", () => shop.connect({ storeId: "2" }));
    await shop.sync();
    const { items } = await listFailures(house.ctx, { merchantId: shop.merchantId, limit: 9 });
    expect([items, await shop.quantity()]).toEqual([[], 3]);
  });

  it("of the minute's sweep does not come over what the new one said", async () => {
    const shop = await openShop();
    await catchUp(house.ctx, shop);
    await shop.setStock(["8000001"], 8);
    await shop.addToSmaregi([{ productId: "7000001", stockAmount: 1 }]);
    await shop.switches({ pageLimit: 1 });
    // The second page belongs to the store that was left.
    shop.inCall("stockPage", "after", async () => {
      await shop.connect({ storeId: "2" });
      await shop.sync();
    });
    await catchUp(house.ctx, shop);
    await shop.sync();
    expect(await shop.read()).toEqual([10, 3]);
    expect(await shop.quantity()).toBe(3);
  });

  it("that comes after the switch was turned off is not stored; it is read when it is on again", async () => {
    const shop = await openShop();
    await shop.notify();
    await shop.setStock(["8000001"], 8);
    shop.inCall("stockOf", "after", () => shop.connect({ enabled: false }));
    await shop.sync();
    expect(await shop.quantity()).toBe(10);
    await shop.connect({ enabled: true });
    await shop.sync();
    expect(await shop.read()).toEqual([10, 8]);
  });
});
