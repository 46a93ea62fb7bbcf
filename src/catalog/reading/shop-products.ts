import type { Context } from "../../context.ts";
import { notFound } from "../../kit/errors.ts";
import { pageOf, readCursor } from "../../kit/pages.ts";
import { shopStock } from "../rules.ts";
import type { ProductRow } from "../store.ts";
import { findProducts } from "./find-products.ts";
import { readProducts, readVariations } from "./store.ts";

/** A published product as buyers see it. Throws a 404 if it is not published. */
export async function shopProduct(ctx: Context, { merchantId, id }: { merchantId: string; id: string }) {
  const rows = await readProducts(ctx.db, merchantId, { before: null, limit: 1, id, publishedOnly: true });
  const [product] = await forBuyers(ctx, merchantId, rows);
  if (product === undefined) throw notFound({ ja: "商品", en: "product" });
  return product;
}

/** The published products, newest first; if `q` is not blank, only those that match it. */
export async function listShopProducts(
  ctx: Context,
  input: { merchantId: string; cursor?: string | undefined; limit: number; q?: string | undefined },
) {
  const { merchantId, cursor, limit, q } = input;
  const at = { before: readCursor(cursor, "int"), limit: limit + 1 };
  const rows = await (q === undefined
    ? readProducts(ctx.db, merchantId, { ...at, publishedOnly: true })
    : findProducts(ctx, merchantId, { q, published: true }, at));
  const page = pageOf(rows, limit, (row) => row.serial);
  return { ...page, items: await forBuyers(ctx, merchantId, page.items) };
}

async function forBuyers(ctx: Context, merchantId: string, products: ProductRow[]) {
  const ids = products.map((product) => product.id);
  const rows = await readVariations(ctx.db, merchantId, ids);
  return products.map(({ id, productCode, name, price, taxRate, variationPattern, questions }) => {
    const variations = rows
      .filter((row) => row.productId === id)
      .map((row) => ({
        id: row.id,
        name: row.name,
        price: row.price ?? price,
        taxRate: row.taxRate ?? taxRate,
        stock: shopStock(row),
      }));
    return { id, productCode, name, price, taxRate, variationPattern, questions, variations };
  });
}
