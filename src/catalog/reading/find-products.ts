import type { Context } from "../../context.ts";
import { newestFirst } from "../../kit/pages.ts";
import { liveConnection } from "../../place/store.ts";
import type { ProductRow } from "../store.ts";
import { readProducts, searchProducts, type ProductSearch } from "./store.ts";

/**
 * The merchant's products that match the search, newest first, with a serial below `before`; without a search, all of
 * them.
 */
export async function findProducts(
  ctx: Context,
  merchantId: string,
  search: Omit<ProductSearch, "live"> | undefined,
  at: { before: number | null; limit: number },
): Promise<ProductRow[]> {
  if (search === undefined || Object.values(search).every((value) => value === undefined))
    return await readProducts(ctx.db, merchantId, at);
  const live = (await liveConnection(ctx.db, merchantId)) !== null;
  return await newestFirst(at.limit, (among) =>
    searchProducts(ctx.db, merchantId, { ...search, live }, { ...at, among }),
  );
}
