import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { askReconciliation, listDifferences } from "./ask-reconciliation.ts";
import { runReconciliations } from "./run-reconciliations.ts";

let house: LinkedShop;
beforeAll(async () => {
  house = await openLinkedShop();
});
afterAll(() => house.close());

describe("P7: a product that was deleted in Smaregi, with its stock row left behind", () => {
  it("is one difference, which does not say that it is read again by itself", async () => {
    const { ctx } = house;
    const shop = await house.openShop();
    const { merchantId } = shop;
    await shop.deleteProduct("8000001");
    const told: unknown[] = [];
    // The first run has the product looked for; the second one finds it read as gone.
    for (let run = 0; run < 2; run += 1) {
      const id = await askReconciliation(ctx, { merchantId, actor: "test" });
      await runReconciliations(ctx, { merchantId });
      await shop.sync();
      const { items } = await listDifferences(ctx, { merchantId, id, limit: 50 });
      told.push(items.map(({ cause, healing }) => ({ cause, healing })));
    }
    const gone = [{ cause: "productGone", healing: false }];
    expect([await shop.quantity(), await shop.smaregiStock()]).toEqual([0, 10]);
    expect(told).toEqual([gone, gone]);
  });
});
