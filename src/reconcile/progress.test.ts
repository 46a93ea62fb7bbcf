import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
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
