import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { newId } from "../kit/ids.ts";
import { readOrder } from "../orders/read-orders.ts";
import { previewSend } from "./preview-send.ts";
import { sendOrdersAgain } from "./repair.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("P6, P12: what orders of a time off do to the quantities is seen before they are sent, and nothing is done by looking", async () => {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.connect({ enabled: false });
  const ids = [await shop.order(2), await shop.order(1)];
  await shop.connect({ enabled: true });
  await shop.sync();
  const now = await shop.quantity();
  const all = { merchantId, actor: "test", orderIds: "behind" as const };
  const seen = await previewSend(ctx, all);
  expect(seen).toMatchObject({
    orders: 2,
    quantities: { changed: 1, toZero: 0, piecesNow: now, piecesThen: 7 },
  });
  expect(seen.quantities.examples).toMatchObject([{ quantityNow: now, quantityThen: 7, because: "ordered" }]);
  expect(await shop.quantity()).toBe(now);
  for (const id of ids)
    expect((await readOrder(ctx, { merchantId, id })).link).toMatchObject({ why: "takenWhileOff" });
  expect(await previewSend(ctx, all)).toEqual(seen);
  await sendOrdersAgain(ctx, all);
  expect(await shop.quantity()).toBe(7);
  expect(await previewSend(ctx, all)).toMatchObject({ orders: 0, quantities: { changed: 0 } });
});

it("P5: what is no order of the merchant's keeps none of the others, and an order named twice is sent once", async () => {
  const { ctx } = house;
  const stranger = await (await house.openShop()).order(1);
  const shop = await house.openShop();
  const { merchantId } = shop;
  await shop.select("update connections set enabled = false where merchant_id = $1");
  const own = await shop.order(1);
  await shop.select("update connections set enabled = true where merchant_id = $1");
  const orderIds = [stranger, newId(), own, own];
  const press = { merchantId, actor: "test", orderIds };
  expect(await previewSend(ctx, press)).toMatchObject({ orders: 1 });
  expect(await sendOrdersAgain(ctx, press)).toEqual({ sent: 1 });
  await shop.send();
  expect(await shop.transactions()).toHaveLength(1);
});
