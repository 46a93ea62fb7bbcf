import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { changeStatus, editOrder } from "../orders/edit-order.ts";
import { readOrder } from "../orders/read-orders.ts";
import { disposeOrder, handleOrder } from "./press-order.ts";
import { sendOrdersAgain } from "./repair.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

const actor = "test";

/** A shop whose Smaregi closes each sale at once, so that none can be cancelled. */
async function openClosingShop() {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.closeDays();
  const [variation] = await shop.select("select id from variations where merchant_id = $1");
  const at = (id: string) => ({ merchantId, actor, id });
  return {
    ...shop,
    edit: (id: string, quantity: number) =>
      editOrder(ctx, { ...at(id), lines: [{ variationId: variation.id as string, quantity }] }),
    cancel: (id: string) => changeStatus(ctx, { ...at(id), status: "cancelled" }),
    link: async (id: string) => (await readOrder(ctx, { merchantId, id })).link,
    sendAgain: (id: string) => sendOrdersAgain(ctx, { merchantId, actor, orderIds: [id] }),
    dispose: (id: string) => disposeOrder(ctx, at(id)),
    handle: (id: string) => handleOrder(ctx, at(id)),
    settle: async () => {
      for (let round = 0; round < 3; round += 1) {
        await shop.send();
        await shop.sync();
      }
      await shop.notify();
      await shop.sync();
    },
    /** The pieces of each sale that is valid in Smaregi. */
    standing: async () =>
      (await shop.transactions())
        .filter((each) => each.cancelDivision === "0" && each.disposeDivision === "0")
        .map((each) => each.details.map((line: { quantity: string }) => Number(line.quantity))),
  };
}

it.concurrent("P1: an edit whose cancellation is refused is no dead end: 打消 takes the old sale back, and the edit is registered", async () => {
  const shop = await openClosingShop();
  const id = await shop.order(2);
  await shop.settle();
  await shop.edit(id, 3);
  await shop.settle();
  expect(await shop.link(id)).toMatchObject({ state: "failed", why: "cancelRefused" });
  await shop.sendAgain(id);
  await shop.settle();
  expect(await shop.link(id)).toMatchObject({ state: "failed", why: "cancelRefused" });
  expect(await shop.standing()).toEqual([[2]]);
  await shop.dispose(id);
  await shop.settle();
  expect(await shop.standing()).toEqual([[3]]);
  expect(await shop.link(id)).toMatchObject({ state: "registered" });
  expect([await shop.quantity(), await shop.smaregiStock()]).toEqual([7, 7]);
  await expect(shop.dispose(id)).rejects.toMatchObject({ code: "nothing_asked" });
});

it.concurrent("P1: a 打消 whose answer is lost is looked for, and made once", async () => {
  const shop = await openClosingShop();
  const id = await shop.order(2);
  await shop.settle();
  await shop.cancel(id);
  await shop.settle();
  expect(await shop.link(id)).toMatchObject({ state: "failed", why: "cancelRefused" });
  await shop.fault("POST /transactions/{id}/dispose", "commitThenReset");
  await shop.dispose(id);
  await shop.settle();
  expect(await shop.standing()).toEqual([]);
  expect(await shop.link(id)).toMatchObject({ state: "cancelled" });
  expect([await shop.quantity(), await shop.smaregiStock()]).toEqual([10, 10]);
});

it.concurrent("P1: スマレジで取消済み: an order by itself is marked as handled, and its edit goes on", async () => {
  const shop = await openClosingShop();
  const id = await shop.order(2);
  await shop.settle();
  await shop.edit(id, 1);
  await shop.settle();
  await shop.switches({ closedSaleCancel: 200 });
  await shop.cancelAtTill((await shop.link(id)).transactionId ?? "");
  await shop.handle(id);
  await shop.settle();
  expect(await shop.standing()).toEqual([[1]]);
  expect(await shop.link(id)).toMatchObject({ state: "registered" });
  await expect(shop.handle("00000000-0000-7000-8000-000000000000")).rejects.toMatchObject({
    code: "not_found",
  });
});
