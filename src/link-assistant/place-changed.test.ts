import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop } from "../../test/support/linked-shop.ts";
import { registerProduct } from "../catalog/save-product.ts";
import { applyRun } from "./apply-run.ts";
import { matchLinks } from "./match-run.ts";
import { openRun } from "./open-run.ts";
import { readRun } from "./read-run.ts";

let shops: Awaited<ReturnType<typeof openLinkedShop>>;
beforeAll(async () => {
  shops = await openLinkedShop();
});
afterAll(() => shops.close());

/** A shop with three products of seven pieces that Smaregi has as well, with stock in one of its two stores. */
async function openShop() {
  const shop = await shops.openShop();
  const { ctx } = shops;
  const { merchantId } = shop;
  const codes = ["TEN-1", "TEN-2", "TEN-3"];
  await shop.addToSmaregi(codes.map((_, nth) => ({ productId: String(8_200_000 + nth), stockAmount: 5 })));
  for (const [nth, productCode] of codes.entries()) {
    const name = `${"藍紅白"[nth]}のてぬぐい`;
    await shop.changeProduct(String(8_200_000 + nth), { productCode, productName: name, price: 1000 });
    const product = { name, productCode, price: 1000, taxRate: 10 as const, variations: [{ quantity: 7 }] };
    await registerProduct(ctx, { merchantId, actor: "test", product });
  }
  await shop.addStore("2");
  const by = { merchantId, actor: "test" };
  const id = await openRun(ctx, { ...by, scope: "unlinked" });
  return {
    ...shop,
    move: () => shop.connect({ storeId: "2" }),
    match: () => matchLinks(ctx, { merchantId }),
    run: () => readRun(ctx, { merchantId, id }),
    apply: () => applyRun(ctx, { ...by, id, what: { class: "certain" }, takesZeros: false }),
    own: () =>
      shop.select(
        "select quantity from variations where merchant_id = $1 and smaregi_product_id is null order by id",
      ),
  };
}

it("P12: links that were proposed for one store are not made once the connection is with another", async () => {
  const shop = await openShop();
  await shop.match();
  expect(await shop.run()).toMatchObject({ state: "proposed", counts: { certain: 3 } });
  await shop.move();
  await expect(shop.apply()).rejects.toMatchObject({ code: "run_over" });
  expect(await shop.own()).toEqual([{ quantity: 7 }, { quantity: 7 }, { quantity: 7 }]);
});

it("B7: a run in whose middle the connection moves fails, and says why", async () => {
  const shop = await openShop();
  shop.inCall("stockPage", "before", shop.move);
  await shop.match();
  expect(await shop.run()).toMatchObject({ state: "failed", reason: { kind: "placeChanged" } });
});
