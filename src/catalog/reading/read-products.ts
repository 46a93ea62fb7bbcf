import type { Context } from "../../context.ts";
import { notFound } from "../../kit/errors.ts";
import { pageOf, readCursor, readPairCursor, type Page } from "../../kit/pages.ts";
import { stockRule } from "../../stock/rules.ts";
import { readMovements } from "../../stock/store.ts";
import { liveConnection } from "../../place/store.ts";
import { syncState } from "../rules.ts";
import { findProducts } from "./find-products.ts";
import { productExists, readProducts, readVariations, variationExists, type ProductSearch } from "./store.ts";
import { readHistory } from "./history/store.ts";
import type { ProductRow } from "../store.ts";

type PageInput = { cursor?: string | undefined; limit: number };

/**
 * One product with its variations, as the API, the console and the shop show it. Throws a 404 if it is not this
 * merchant's or was deleted.
 */
export async function readProduct(ctx: Context, input: { merchantId: string; id: string }) {
  const rows = await readProducts(ctx.db, input.merchantId, { before: null, limit: 1, id: input.id });
  const [product] = await withVariations(ctx, input.merchantId, rows);
  if (product === undefined) throw notFound({ ja: "商品", en: "product" });
  return product;
}

/** The merchant's products that match `search`, newest first. */
export async function listProducts(
  ctx: Context,
  input: PageInput & { merchantId: string; search?: Omit<ProductSearch, "live"> | undefined },
) {
  const { merchantId, search, limit } = input;
  const at = { before: readCursor(input.cursor, "int"), limit: limit + 1 };
  const rows = await findProducts(ctx, merchantId, search, at);
  const page = pageOf(rows, limit, (row) => row.serial);
  return { ...page, items: await withVariations(ctx, merchantId, page.items) };
}

async function withVariations(ctx: Context, merchantId: string, products: ProductRow[]) {
  if (products.length === 0) return [];
  const variations = await readVariations(
    ctx.db,
    merchantId,
    products.map((product) => product.id),
  );
  const live = (await liveConnection(ctx.db, merchantId)) !== null;
  return products.map((product) => ({
    id: product.id,
    productCode: product.productCode,
    name: product.name,
    price: product.price,
    taxRate: product.taxRate,
    published: product.published,
    variationPattern: product.variationPattern,
    questions: product.questions,
    variations: variations
      .filter((row) => row.productId === product.id)
      .map((row) => {
        const synced = stockRule(row) === "synced";
        return {
          id: row.id,
          systemProductNumber: row.systemProductNumber,
          name: row.name,
          productCode: row.productCode,
          janCode: row.janCode,
          price: row.price,
          taxRate: row.taxRate,
          stockManaged: row.stockManaged,
          quantity: row.quantity,
          smaregiProductId: row.smaregiProductId,
          synced,
          sync: {
            ...syncState({ ...row, synced, live }),
            ...(synced && row.unmanagedThere ? { unmanagedThere: true } : {}),
          },
        };
      }),
  }));
}

/** 操作履歴, newest first. */
export async function productHistory(ctx: Context, input: PageInput & { merchantId: string; id: string }) {
  const before = readPairCursor(input.cursor);
  const { merchantId, id, limit } = input;
  if (!(await productExists(ctx.db, merchantId, id))) throw notFound({ ja: "商品", en: "product" });
  const rows = await readHistory(ctx.db, merchantId, id, { before, limit: limit + 1 });
  const page = pageOf(rows, limit, ({ place }) => place.join("."));
  return { ...page, items: page.items.map(({ place: _, ...entry }) => entry) };
}

/** なぜこの数？ (B6): the chain of causes of a quantity, newest first, up to a time. */
export async function variationMovements(
  ctx: Context,
  input: PageInput & { merchantId: string; id: string; at?: Date | undefined },
): Promise<Page<Awaited<ReturnType<typeof readMovements>>[number]>> {
  const before = readCursor(input.cursor, "bigint");
  const { merchantId, id, limit } = input;
  if (!(await variationExists(ctx.db, merchantId, id)))
    throw notFound({ ja: "バリエーション", en: "variation" });
  const rows = await readMovements(ctx.db, merchantId, id, {
    at: input.at ?? null,
    before,
    limit: limit + 1,
  });
  return pageOf(rows, limit, (row) => row.id);
}
