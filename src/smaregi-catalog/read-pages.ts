import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { endless, readList } from "../smaregi/read-list.ts";
import type { Account, Failure, OddRow, SmaregiProduct } from "../smaregi/types.ts";
import { knownProductIds, markGone, putProducts, type ReadProduct } from "./mirror/store.ts";
import { isShrunk, searchWords } from "./rules.ts";
import { noteFilled, openCatalog } from "./store.ts";

/** Whose mirror is read, and with which app. */
export type Mirroring = { merchantId: string; account: Account };

/** A product of Smaregi as the mirror keeps it. */
export function asMirrored(product: SmaregiProduct): ReadProduct {
  const { productId: smaregiProductId, productName: name, productCode, groupCode, kana } = product;
  const { supplierProductNo, price } = product;
  const found = { smaregiProductId, name, kana, productCode, groupCode, supplierProductNo };
  return {
    ...found,
    size: product.size,
    color: product.color,
    price: price === null ? null : Math.round(price),
    taxDivision: product.taxDivision,
    takesCategoryTax: product.takesCategoryTax,
    reduceTaxId: product.reduceTaxId,
    categoryId: product.categoryId,
    openPrice: product.openPrice,
    stockManaged: product.stockManaged,
    notForSale: product.notForSale,
    division: product.division,
    hidden: product.hidden,
    takesOtherStock: product.takesOtherStock,
    notSoldIn: product.notSoldIn,
    words: searchWords(found),
    updatedAt: product.updatedAt,
  };
}

/** The mirror went while it was read: the connection is with another contract, or gone. */
export const mirrorGone: Failure = {
  kind: "unclear",
  step: "call",
  cause: "withdrawn",
  sent: false,
  reason: { kind: "withdrawn", data: {} },
};

/** Which products there are; `odd`: a row whose ID can't be read, which may be any. Or why the list was not read to its end. */
export type ReadProducts = { failure: Failure } | { seen: Set<string>; odd: OddRow | null };

type Page = { products: SmaregiProduct[]; odd: OddRow[] };

/** Asks for a page with which stores sell a product and what stock it takes; some contracts refuse the latter in a list. */
export function askProductPage(
  ctx: Context,
  account: Account,
  window: { updatedFrom?: Date; updatedTo?: Date },
) {
  let beside: "storesAndSets" | "stores" = "storesAndSets";
  return async (at: { page: number; limit: number }) => {
    const answer = await ctx.smaregi.productPage(account, { ...at, ...window, beside });
    const isRefused = answer.kind === "refused" && answer.status === 400 && beside === "storesAndSets";
    if (!isRefused) return answer;
    beside = "stores";
    return await ctx.smaregi.productPage(account, { ...at, ...window, beside });
  };
}

/**
 * Reads all products of the contract into the mirror, a page at a time; `each` sees every page. What was there and is in no
 * page is looked for once more with the borders between other rows, and only then marked as gone; where a good part is
 * missing at once, nothing is, until a person says so (`acceptsGone`). `wanted`: products that are looked for like
 * those that were there.
 */
export async function readAllProducts(
  ctx: Context,
  { merchantId, account }: Mirroring,
  how: {
    wanted?: string[];
    acceptsGone?: boolean;
    each?: (page: Page) => Promise<void>;
  } = {},
): Promise<ReadProducts> {
  const { contractId } = account;
  const begun = ctx.clock();
  await transact(ctx.db, (tx) => openCatalog(tx, merchantId, contractId));
  const before = new Set(await knownProductIds(ctx.db, merchantId));
  const wanted = new Set([...before, ...(how.wanted ?? [])]);
  const seen = new Set<string>();
  let odd: OddRow | null = null;
  for (const limit of [1_000, 997]) {
    for await (const listed of readList(askProductPage(ctx, account, {}), { limit })) {
      if (listed.kind === "end") break;
      if (listed.kind === "givenUp") return { failure: endless };
      if (listed.kind !== "found") return { failure: listed };
      const products = listed.products.filter(({ productId }) => !seen.has(productId));
      for (const { productId } of products) seen.add(productId);
      for (const row of listed.odd) {
        // One that can't be read is there; one without an ID may be any.
        if (row.id === null) odd ??= row;
        else seen.add(row.id);
      }
      const rows = products.map(asMirrored);
      if (!(await transact(ctx.db, (tx) => putProducts(tx, { merchantId, contractId }, rows)))) {
        return { failure: mirrorGone };
      }
      await how.each?.({ products, odd: listed.odd });
    }
    if ([...wanted].every((id) => seen.has(id))) break;
  }
  const missing = odd === null ? [...before].filter((id) => !seen.has(id)) : [];
  const isHeld = isShrunk(before.size, missing.length) && (how.acceptsGone !== true || seen.size === 0);
  await transact(ctx.db, async (tx) => {
    if (!isHeld) await markGone(tx, merchantId, missing);
    const unlisted = isHeld ? missing.length : 0;
    await noteFilled(tx, merchantId, { at: begun, unlisted });
  });
  return { seen, odd };
}

/** Reads products by their ID into the mirror; Smaregi's own answer that there is no such product is proof that it is gone. */
export async function readSingleProducts(
  ctx: Context,
  { merchantId, account }: Mirroring,
  ids: string[],
): Promise<ReadProducts> {
  const { contractId } = account;
  await transact(ctx.db, (tx) => openCatalog(tx, merchantId, contractId));
  const seen = new Set<string>();
  for (const id of ids) {
    const answer = await ctx.smaregi.product(account, id, { beside: "storesAndSets" });
    if (answer.kind === "missing") {
      await markGone(ctx.db, merchantId, [id]);
      continue;
    }
    if (answer.kind !== "found") return { failure: answer };
    const rows = [asMirrored(answer.product)];
    if (!(await transact(ctx.db, (tx) => putProducts(tx, { merchantId, contractId }, rows)))) {
      return { failure: mirrorGone };
    }
    seen.add(id);
  }
  return { seen, odd: null };
}
