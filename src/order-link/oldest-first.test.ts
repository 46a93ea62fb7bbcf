import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("O1: orders that waited go out oldest first, however long each one's look takes", async () => {
  const shop = await house.openShop();
  const numbers: string[] = [];
  await shop.setStock(["8000001"], 100);
  await shop.notify();
  await shop.sync();
  for (let nth = 0; nth < 24; nth += 1) await shop.order(1);
  // They waited long: Smaregi is asked for each before it is sent.
  await shop.select(
    "update transactions set created_at = created_at - interval '5 minutes' where merchant_id = $1",
  );
  const rows = await shop.select("select number from orders where merchant_id = $1 order by id");
  numbers.push(...rows.map(({ number }) => number as string));
  const { smaregi } = house.ctx;
  let looks = 0;
  house.ctx.smaregi = {
    ...smaregi,
    transactionPage: async (...asked) => {
      looks += 1;
      // Every second look takes longer than its neighbours.
      await delay(looks % 2 === 0 ? 0 : 60);
      return await smaregi.transactionPage(...asked);
    },
  };
  await shop.send();
  expect(looks).toBeGreaterThanOrEqual(24);
  const sent = await shop.transactions();
  const byId = sent.toSorted((a, b) => Number(a.transactionHeadId) - Number(b.transactionHeadId));
  expect(byId.map((each) => each.memo)).toEqual(numbers);
});
