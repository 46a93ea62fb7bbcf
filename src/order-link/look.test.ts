import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("B3: sales without an answer are found among those of their second, however few a page holds", async () => {
  const shop = await house.openShop();
  await shop.order(1);
  await shop.order(1);
  await shop.switches({ pageLimit: 1 });
  await shop.fault("POST /transactions", "commitThenReset", 2);
  await shop.send();
  const states = await shop.select("select link_state from orders where merchant_id = $1");
  expect(states.map((row) => row.link_state)).toEqual(["registered", "registered"]);
  expect(await shop.transactions()).toHaveLength(2);
});
