import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { changeStatus } from "../orders/edit-order.ts";
import { readOrder } from "../orders/read-orders.ts";
import { askReconciliation } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

const actor = "test";
type Shop = Awaited<ReturnType<LinkedShop["openShop"]>>;

/** Runs 差異チェック and does `what` during its call for the transactions: the list does not contain it yet. */
async function checkWhile(shop: Shop, what: () => Promise<unknown>): Promise<void> {
  const { merchantId } = shop;
  shop.inCall("transactionPage", "after", what);
  await askReconciliation(house.ctx, { merchantId, actor });
  await runReconciliations(house.ctx, { merchantId });
}
const differences = (shop: Shop) =>
  shop.select("select cause from differences where merchant_id = $1 and order_id is not null");
const link = async ({ merchantId }: Shop, id: string) =>
  (await readOrder(house.ctx, { merchantId, id })).link;

it("P1, B5: an order that is registered while 差異チェック reads its list is not missed in it", async () => {
  const shop = await house.openShop();
  const id = await shop.order(2);
  const listed = openDoor();
  const registered = openDoor();
  let checked = Promise.resolve();
  // The order is being sent when the list is read, and Smaregi has not booked it yet.
  shop.inCall("registerTransaction", "before", async () => {
    checked = checkWhile(shop, async () => {
      listed.open();
      await registered.opened;
    });
    await listed.opened;
  });
  await shop.send();
  registered.open();
  await checked;
  expect(await link(shop, id)).toMatchObject({ state: "registered" });
  expect(await differences(shop)).toEqual([]);
  expect(await shop.transactions()).toHaveLength(1);
});

function openDoor() {
  let open = () => {};
  const opened = new Promise<void>((done) => (open = done));
  return { opened, open };
}

it("P1, B5: an order that is cancelled while 差異チェック reads its list is not said to stand", async () => {
  const shop = await house.openShop();
  const { merchantId } = shop;
  const id = await shop.order(2);
  await shop.send();
  await checkWhile(shop, async () => {
    await changeStatus(house.ctx, { merchantId, actor, id, status: "cancelled" });
    await shop.send();
  });
  expect(await link(shop, id)).toMatchObject({ state: "cancelled" });
  expect(await differences(shop)).toEqual([]);
});

it("P3, P1: a list that leaves out a standing transaction makes no difference: the transaction itself tells", async () => {
  const shop = await house.openShop();
  const id = await shop.order(2);
  await shop.send();
  await shop.fault("GET /transactions", "emptyList");
  await checkWhile(shop, async () => {});
  expect(await link(shop, id)).toMatchObject({ state: "registered" });
  expect(await differences(shop)).toEqual([]);
});

it("P3, P1: where the transaction itself cannot be read, nothing is said of its order", async () => {
  const shop = await house.openShop();
  const id = await shop.order(2);
  await shop.send();
  await shop.fault("GET /transactions", "emptyList");
  await shop.fault("GET /transactions/{id}", "garbage", 3);
  await checkWhile(shop, async () => {});
  expect(await link(shop, id)).toMatchObject({ state: "registered" });
  expect(await differences(shop)).toEqual([]);
});
