import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop, type LinkedShop } from "../../test/support/linked-shop.ts";
import { addVariation } from "../../test/support/rows.ts";
import { testConnection } from "./test-connection.ts";

let linked: LinkedShop;
beforeAll(async () => {
  linked = await openLinkedShop();
});
afterAll(() => linked.close());

const check = async (merchantId: string) => {
  const { ok, checks } = await testConnection(linked.ctx, merchantId);
  const of = (name: string) => checks.find((each) => each.name === name);
  return { ok, of };
};

it("P7, case 06: the connection test names products with another tax rate, price or that can't be sold, with both values", async () => {
  const shop = await linked.openShop();
  const { merchantId } = shop;
  expect((await check(merchantId)).ok).toBe(true);
  await shop.changeProduct("8000001", { reduceTaxId: "10000001", price: 1080, salesDivision: "1" });
  const { ok, of } = await check(merchantId);
  expect(ok).toBe(false);
  expect(of("taxRates")).toMatchObject({
    ok: false,
    fact: { kind: "taxRatesDiffer", data: { products: [{ productId: "8000001", ours: 10, theirs: 8 }] } },
  });
  expect(of("sellable")).toMatchObject({
    ok: false,
    fact: { data: { products: [{ productId: "8000001", why: ["notForSale"] }] } },
  });
  // Shops may have their own prices: this is reported, but is no fault.
  expect(of("prices")).toMatchObject({
    ok: true,
    fact: { data: { products: [{ productId: "8000001", ours: 1000, theirs: 1080 }] } },
  });
  expect(await shop.quantity()).toBe(10);
});

it("P7: the rate of the 部門 counts, and links that are not synced, over many products as well", async () => {
  const shop = await linked.openShop();
  const { merchantId } = shop;
  const ids = Array.from({ length: 6 }, (_, nth) => String(8_300_000 + nth));
  await shop.addToSmaregi(ids.map((productId) => ({ productId, stockAmount: 1 })));
  for (const smaregiProductId of ids)
    await addVariation(linked.ctx, merchantId, { stockManaged: false, smaregiProductId });
  await linked.control("POST", `/contracts/sb_${merchantId}/categories`, {
    categories: [{ categoryId: "7", reduceTaxId: "10000001" }],
  });
  await shop.changeProduct("8300000", { categoryId: "7", price: 1000, stockControlDivision: "1" });
  await shop.switches({ categoryTaxResolved: false });
  const { of } = await check(merchantId);
  expect(of("taxRates")?.fact.data).toEqual({ products: [{ productId: "8300000", ours: 10, theirs: 8 }] });
  expect([of("products")?.ok, of("stockControl")?.ok, of("sellable")?.ok]).toEqual([true, true, true]);
});
