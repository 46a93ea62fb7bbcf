import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { changeStatus } from "../orders/edit-order.ts";

let house: LinkedShop;
let shop: Awaited<ReturnType<LinkedShop["openShop"]>>;
beforeAll(async () => {
  house = await openLinkedShop();
});
beforeEach(async () => {
  shop = await house.openShop();
});
afterAll(() => house.close());

const cancel = (id: string) =>
  changeStatus(house.ctx, { merchantId: shop.merchantId, actor: "test", id, status: "cancelled" });

describe("B1: a reading in whose course an order came through is unsure, and read again", () => {
  it.each([
    ["before Smaregi was asked: its answer holds the sale already", "before", 8],
    ["before its answer came: it does not hold the sale", "after", 9],
  ] as const)("%s", async (_, when, atFirst) => {
    await shop.order(1);
    await shop.notify();
    shop.inCall("stockOf", when, shop.send);
    await shop.sync();
    expect(await shop.smaregiStock()).toBe(9);
    expect(await shop.readings()).toEqual([
      { reading: 10, pending: 0, quantity: 10 },
      // Never more than there is, whichever it was; then exactly what there is.
      { reading: atFirst + 1, pending: -1, quantity: atFirst },
      { reading: 9, pending: 0, quantity: 9 },
    ]);
    expect(await shop.quantity()).toBe(9);
  });

  it("so is one that was stored while an order was on its way: it is asked for when the order comes through", async () => {
    await shop.order(1);
    await shop.notify();
    // Smaregi has booked the sale, and no one here knows yet.
    shop.inCall("registerTransaction", "after", async () => {
      await shop.sync();
      expect(await shop.quantity()).toBe(8);
    });
    await shop.send();
    await shop.sync();
    expect(await shop.quantity()).toBe(9);
  });
});

describe("B1: after a reading the quantity is exactly Smaregi's number less what orders still take", () => {
  it("orders that came through before it count no more, those on their way count fully", async () => {
    await shop.order(2);
    const cancelled = await shop.order(4);
    await shop.send();
    await cancel(cancelled);
    await shop.send();
    await shop.order(3);
    await shop.notify();
    await shop.sync();
    expect(await shop.smaregiStock()).toBe(8);
    expect((await shop.readings()).at(-1)).toEqual({ reading: 8, pending: -3, quantity: 5 });
  });

  it("an order that was registered and cancelled in its course takes nothing, for certain", async () => {
    const id = await shop.order(4);
    await shop.notify();
    shop.inCall("stockOf", "after", async () => {
      await shop.send();
      await cancel(id);
      await shop.send();
    });
    await shop.sync();
    for (const read of await shop.readings()) expect(read).toEqual({ reading: 10, pending: 0, quantity: 10 });
    expect(await shop.quantity()).toBe(10);
  });
});
