import { afterAll, beforeAll, expect, it } from "vitest";
import { lockWaits } from "../../test/support/locks.ts";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { until } from "../../test/support/wait.ts";

/*
 * S1, U6: the link is switched on at the very moment at which a product is saved: its save found the link off, and the switch does
 * not see the product yet.
 */

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("S1: a product that is saved at the very moment of a switch-on is read", async () => {
  const shop = await house.openShop();
  await shop.connect({ enabled: false });
  await shop.addToSmaregi([{ productId: "8000002", stockAmount: 7 }]);
  const gate = await house.ctx.pool.connect();
  let isOn = false;
  try {
    // The commit of a save waits at the gate.
    await gate.query(`
      create function wait_at_gate() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(4711); return null; end $$;
      create constraint trigger gate after insert on products deferrable initially deferred
        for each row execute function wait_at_gate();
      select pg_advisory_lock(4711)`);
    const given = { stockManaged: true, smaregiProductId: "8000002" };
    const saving = addVariation(house.ctx, shop.merchantId, given);
    await until("the save is about to commit", async () => (await lockWaits(house.ctx.pool)) === 1);
    const switching = shop.connect({ enabled: true }).then(() => (isOn = true));
    await until("it is on, or waits", async () => isOn || (await lockWaits(house.ctx.pool)) === 2);
    await gate.query("select pg_advisory_unlock(4711)");
    await Promise.all([saving, switching]);
  } finally {
    await gate.query("drop function wait_at_gate cascade");
    gate.release();
  }
  await shop.sync();
  const rows = await shop.select(
    "select quantity from variations where merchant_id = $1 and smaregi_product_id = '8000002'",
  );
  expect(rows).toEqual([{ quantity: 7 }]);
});
