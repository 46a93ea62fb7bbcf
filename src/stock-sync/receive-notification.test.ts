import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { receiveNotification } from "./receive-notification.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("S2: a notification whose transaction had to give way to another one is stored all the same", async () => {
  const shop = await house.openShop();
  // Fails as PostgreSQL does when two transactions wait for each other; a sequence is not rolled back.
  await house.ctx.pool.query(`
    create sequence given_way;
    create function give_way() returns trigger language plpgsql as $$
      begin
        if nextval('given_way') <= 2 then raise exception 'deadlock detected' using errcode = '40P01'; end if;
        return new;
      end $$;
    create trigger give_way before insert on signals for each row execute function give_way()`);
  await receiveNotification(house.ctx, {
    contractId: `sb_${shop.merchantId}`,
    event: "pos:stock",
    action: "edited",
    entries: [{ productId: "8000001", storeId: "1" }],
    odd: 0,
    eventId: "given way",
    body: {},
  });
  const signals = await shop.select("select cause from signals where merchant_id = $1");
  expect(signals).toEqual([{ cause: "notification" }]);
});
