import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { deleteProduct } from "./delete-product.ts";
import type { ProductInput, VariationInput } from "./rules.ts";
import { changeProduct } from "./save-product.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

/** A shop with one product that no longer exists in Smaregi, as its log says, and one that is fine. */
async function openShop() {
  const shop = await linked.openShop();
  const { merchantId } = shop;
  await shop.addToSmaregi([{ productId: "8000002", stockAmount: 3 }]);
  await addVariation(linked.ctx, merchantId, { stockManaged: true, smaregiProductId: "8000002" });
  await shop.sync();
  await shop.deleteProduct("8000001");
  await shop.loseStock(["8000001"]);
  await shop.ask(["8000001"]);
  await shop.sync();
  const gone =
    "select product_id, id from variations where merchant_id = $1 and smaregi_product_id = '8000001'";
  const [{ product_id: id, id: variationId }] = await shop.select(gone);
  const failures = async () =>
    (
      await shop.select("select state from integration_log where merchant_id = $1 and call = 'stockList'")
    ).map(({ state }) => state);
  expect(await failures()).toEqual(["open"]);
  const change = (product: ProductInput) =>
    changeProduct(linked.ctx, { merchantId, actor: "test", id, product });
  return { ...shop, id, variationId: variationId as string, failures, change };
}

describe.concurrent("F1: what failed of a link that is no more is not left to repair", () => {
  it.each<[string, VariationInput]>([
    ["linked with another product", { smaregiProductId: "8000002" }],
    ["not linked any more", { smaregiProductId: null }],
    ["not stock-managed any more", { stockManaged: false }],
  ])("%s", async (_, given) => {
    const shop = await openShop();
    await shop.change({ name: "名前", variations: [{ id: shop.variationId }] });
    expect(await shop.failures()).toEqual(["open"]);
    await shop.change({ variations: [{ id: shop.variationId, ...given }] });
    expect(await shop.failures()).toEqual(["handled"]);
  });

  it("deleted", async () => {
    const shop = await openShop();
    await deleteProduct(linked.ctx, { merchantId: shop.merchantId, actor: "test", id: shop.id });
    expect(await shop.failures()).toEqual(["handled"]);
  });
});
