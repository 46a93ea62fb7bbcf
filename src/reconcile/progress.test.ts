import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { editOrder } from "../orders/edit-order.ts";
import { askReconciliation, readReconciliation } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

it("B5: 差異チェック tells how far it is while it runs, a page of Smaregi's stock at a time", async () => {
  const { ctx } = house;
  const shop = await house.openShop();
  const { merchantId } = shop;
  const more = ["8000002", "8000003", "8000004", "8000005"];
  await shop.addToSmaregi(more.map((productId) => ({ productId, stockAmount: 3 })));
  for (const smaregiProductId of more)
    await addVariation(ctx, merchantId, { stockManaged: true, smaregiProductId });
  await shop.sync();
  await shop.switches({ pageLimit: 2 });
  const id = await askReconciliation(ctx, { merchantId, actor: "test" });
  const seen: number[] = [];
  const { smaregi } = ctx;
  ctx.smaregi = {
    ...smaregi,
    stockPage: async (...asked) => {
      const { checked, toCheck } = await readReconciliation(ctx, { merchantId, id });
      expect(toCheck.products).toBe(5);
      seen.push(checked.products);
      return await smaregi.stockPage(...asked);
    },
  };
  await runReconciliations(ctx, { merchantId });
  expect(seen).toEqual([0, 2, 4]);
  const { checked, state } = await readReconciliation(ctx, { merchantId, id });
  expect([checked.products, state]).toEqual([5, "done"]);
});

it("B5: an order that was edited, and so registered twice, is one order that was compared", async () => {
  const { ctx } = house;
  const { merchantId, ...shop } = await house.openShop();
  const edited = await shop.order(1);
  await shop.order(1);
  await shop.send();
  const money = { shippingFee: 500 };
  await editOrder(ctx, { merchantId, actor: "test", id: edited, money });
  await shop.send();
  const id = await askReconciliation(ctx, { merchantId, actor: "test" });
  await runReconciliations(ctx, { merchantId });
  const { checked, toCheck, state } = await readReconciliation(ctx, { merchantId, id });
  expect([checked.orders, toCheck.orders, state]).toEqual([2, 2, "done"]);
});
