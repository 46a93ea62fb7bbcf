import { afterAll, beforeAll, expect, it } from "vitest";
import { openLinkedShop } from "../../../test/support/linked-shop.ts";
import { registerProduct } from "../../catalog/save-product.ts";
import { readCatalog } from "../../smaregi-catalog/read-catalog.ts";
import { refreshCatalog } from "../../smaregi-catalog/refresh-catalog.ts";
import { takeProducts } from "./take-products.ts";

let shops: Awaited<ReturnType<typeof openLinkedShop>>;
beforeAll(async () => {
  shops = await openLinkedShop();
});
afterAll(() => shops.close());

it("B7: chosen products of Smaregi's become products here, linked, unpublished and synced; a second press makes none", async () => {
  const shop = await shops.openShop();
  const { merchantId } = shop;
  const { ctx } = shops;
  await shops.control("POST", `/contracts/sb_${merchantId}/products`, [
    {
      productId: "8400001",
      productName: "結びTシャツ 白",
      groupCode: "TEE",
      color: "白",
      price: 3000,
      taxDivision: "1",
    },
    {
      productId: "8400002",
      productName: "結びTシャツ 黒",
      groupCode: "TEE",
      color: "黒",
      price: 3000,
      taxDivision: "1",
    },
    { productId: "8400003", productName: "急須", productCode: "KYUSU", price: 5000 },
    { productId: "8400004", productName: "回数券", division: "1", price: 5000 },
  ]);
  await shop.setStock(["8400001"], 4);
  await registerProduct(ctx, {
    merchantId,
    actor: "test",
    product: { name: "同じコード", productCode: "ＫＹＵＳＵ", price: 1, taxRate: 10 },
  });
  await refreshCatalog(ctx, { merchantId, acceptsGone: false });
  await readCatalog(ctx, { merchantId });
  const smaregiProductIds = ["8400001", "8400002", "8400003", "8400004", "8000001", "999"];
  const take = () => takeProducts(ctx, { merchantId, actor: "test", smaregiProductIds });
  const first = await take();
  expect(first).toMatchObject({ variations: 3 });
  expect(first.productIds).toHaveLength(2);
  expect(first.skipped).toEqual([
    { smaregiProductId: "8000001", reason: "linkedAlready" },
    { smaregiProductId: "8400004", reason: "ticket" },
    { smaregiProductId: "999", reason: "productGone" },
  ]);
  await shop.sync();
  const made = await shop.select(
    `select p.name, p.product_code, p.price, p.published, v.name as variation, v.smaregi_product_id as link, v.quantity
     from products p join variations v on v.product_id = p.id
     where p.merchant_id = $1 and p.id = any($2::uuid[]) order by link`,
    first.productIds,
  );
  expect(made).toEqual([
    {
      name: "結びTシャツ",
      product_code: "TEE",
      price: 3300,
      published: false,
      variation: "白",
      link: "8400001",
      quantity: 4,
    },
    {
      name: "結びTシャツ",
      product_code: "TEE",
      price: 3300,
      published: false,
      variation: "黒",
      link: "8400002",
      quantity: 0,
    },
    // Another product already has its code.
    {
      name: "急須",
      product_code: null,
      price: 5000,
      published: false,
      variation: "",
      link: "8400003",
      quantity: 0,
    },
  ]);
  expect(await take()).toMatchObject({ productIds: [], variations: 0 });
});
