import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { changeStatus, editOrder } from "../orders/edit-order.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

/** For an old order, Smaregi is asked first if it has the sale; the order may change meanwhile. */
const orderedLongAgo = async (shop: Awaited<ReturnType<LinkedShop["openShop"]>>): Promise<string> => {
  const id = await shop.order(2);
  await shop.select(
    "update transactions set created_at = created_at - interval '10 minutes' where merchant_id = $1",
  );
  return id;
};

it("B3: an order that is cancelled while it is about to be sent is never sent", async () => {
  const shop = await house.openShop();
  const at = { merchantId: shop.merchantId, actor: "test" };
  const id = await orderedLongAgo(shop);
  const cancel = () => changeStatus(house.ctx, { ...at, id, status: "cancelled" });
  shop.inCall("transactionPage", "after", cancel);
  await shop.send();
  expect(await shop.transactions()).toEqual([]);
  await shop.sync();
  expect([await shop.smaregiStock(), await shop.quantity()]).toEqual([10, 10]);
});

it("B3: an order that is edited while it is about to be sent is sent once, as it is after the edit", async () => {
  const shop = await house.openShop();
  const at = { merchantId: shop.merchantId, actor: "test" };
  const id = await orderedLongAgo(shop);
  const [line] = await shop.select("select variation_id from order_lines where merchant_id = $1");
  const lines = [{ variationId: line.variation_id, quantity: 5 }];
  shop.inCall("transactionPage", "after", () => editOrder(house.ctx, { ...at, id, lines }));
  await shop.send();
  expect(await shop.transactions()).toHaveLength(1);
  await shop.sync();
  expect([await shop.smaregiStock(), await shop.quantity()]).toEqual([5, 5]);
});
