import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { transact } from "../kit/database.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { endless, readList, twice, type AskPage, type ListPage } from "../smaregi/read-list.ts";
import type { Account, Failure, OddRow, SmaregiProduct } from "../smaregi/types.ts";
import { knownProductIds, markGone, putProducts, type ReadProduct } from "./mirror/store.ts";
import { isShrunk, searchWords } from "./rules.ts";
import { noteFilled, openCatalog } from "./store.ts";

/** The merchant whose mirror is read, and the app that reads it. */
export type Mirroring = { merchantId: string; account: Account };

/** A Smaregi product in the form of the mirror. */
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

/** The mirror was removed during the read: the connection belongs to another contract, or is gone. */
export const mirrorGone: Failure = {
  kind: "unclear",
  step: "call",
  cause: "withdrawn",
  sent: false,
  reason: { kind: "withdrawn", data: {} },
};

/**
 * The existing products; `odd`: a row whose ID cannot be read, which may be any product, or (`lost`) a missing part of
 * the list. Or the reason why the list was not read to its end.
 */
export type ReadProducts =
  | { failure: Failure }
  | { seen: Set<string>; odd: Pick<OddRow, "reason"> | null; lost: Fact | null };

type Page = { products: SmaregiProduct[]; odd: OddRow[] };

/**
 * The ways to request a list of products; the first that Smaregi accepts is used. Some contracts refuse 在庫引当 in it, or
 * more than 100 rows per page with either extra.
 */
const ways = [
  { beside: "storesAndSets", parts: 1 },
  { beside: "stores", parts: 1 },
  { beside: "storesAndSets", parts: 10 },
  { beside: "stores", parts: 10 },
] as const;

/** Asks for a page, including which stores sell a product and what stock it takes, as far as Smaregi lists that. */
export function askProductPage(
  ctx: Context,
  account: Account,
  window: { updatedFrom?: Date; updatedTo?: Date },
): AskPage<ListPage & Page> {
  let left: readonly (typeof ways)[number][] = ways;
  const ask: AskPage<ListPage & Page> = async ({ page, limit }) => {
    for (;;) {
      const [{ beside, parts } = ways[0], ...others] = left;
      const at = { page, limit: Math.floor(limit / parts) };
      const answer = await ctx.smaregi.productPage(account, { ...at, ...window, beside });
      const isRefused = answer.kind === "refused" && answer.status === 400;
      // Later pages continue in the same way as the first one, because their borders depend on it.
      if (!isRefused || page > 1 || others.length === 0) return answer;
      left = others;
    }
  };
  return inParts(ask);
}

/**
 * Reads all products of the contract into the mirror, page by page; `each` sees every page. Products of the mirror that are on no
 * page are searched again with other page borders, and only then marked as gone. If a large part is missing at once, none is marked
 * until a person confirms it (`acceptsGone`). `wanted`: products that are searched for like those of the mirror.
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
  const begun = ctx.clock();
  const mirror = await transact(ctx.db, (tx) => openCatalog(tx, merchantId, account.contractId));
  if (mirror === null) return { failure: mirrorGone };
  const before = new Set(await knownProductIds(ctx.db, merchantId));
  const wanted = new Set([...before, ...(how.wanted ?? [])]);
  const seen = new Set<string>();
  let odd: OddRow | null = null;
  let lost: Fact | null = null;
  for (const limit of twice) {
    for await (const listed of readList(askProductPage(ctx, account, {}), { limit })) {
      if (listed.kind === "end") break;
      if (listed.kind === "givenUp") return { failure: endless };
      if (listed.kind !== "found") return { failure: listed };
      const products = listed.products.filter(({ productId }) => !seen.has(productId));
      for (const { productId } of products) seen.add(productId);
      for (const row of listed.odd) {
        // An unreadable product exists; one without an ID may be any.
        if (row.id === null) odd ??= row;
        else seen.add(row.id);
      }
      lost ??= listed.lost?.reason ?? null;
      const rows = products.map(asMirrored);
      if (!(await transact(ctx.db, (tx) => putProducts(tx, mirror, rows)))) return { failure: mirrorGone };
      await how.each?.({ products, odd: listed.odd });
    }
    if ([...wanted].every((id) => seen.has(id))) break;
  }
  const unseen = odd ?? (lost === null ? null : { reason: lost });
  const missing = unseen === null ? [...before].filter((id) => !seen.has(id)) : [];
  const isHeld = isShrunk(before.size, missing.length) && (how.acceptsGone !== true || seen.size === 0);
  const isThere = await transact(ctx.db, async (tx) => {
    if (!(await markGone(tx, mirror, isHeld ? [] : missing))) return false;
    await noteFilled(tx, mirror, { at: begun, unlisted: isHeld ? missing.length : 0 });
    return true;
  });
  return isThere ? { seen, odd: unseen, lost } : { failure: mirrorGone };
}

/** True if Smaregi answered, but unusably: then the problem is this product, and others may be requested. */
const isAnswered = ({ step, status }: Failure): boolean =>
  step === "call" && status !== undefined && status !== 429 && status !== 503;

/**
 * Reads products by their ID into the mirror. Smaregi's own answer that a product does not exist proves that it is
 * gone. A product that Smaregi fails to answer does not stop the others (P5): `told` are those that it answered.
 */
export async function readSingleProducts(
  ctx: Context,
  { merchantId, account }: Mirroring,
  ids: Iterable<string>,
): Promise<ReadProducts & { told: Set<string> }> {
  const seen = new Set<string>();
  const told = new Set<string>();
  const mirror = await transact(ctx.db, (tx) => openCatalog(tx, merchantId, account.contractId));
  if (mirror === null) return { failure: mirrorGone, told };
  let failure: Failure | null = null;
  for (const id of ids) {
    const answer = await ctx.smaregi.product(account, id, { beside: "storesAndSets" });
    if (answer.kind !== "found" && answer.kind !== "missing") {
      failure ??= answer;
      if (isAnswered(answer)) continue;
      break;
    }
    const isThere = await transact(ctx.db, (tx) =>
      answer.kind === "found"
        ? putProducts(tx, mirror, [asMirrored(answer.product)])
        : markGone(tx, mirror, [id]),
    );
    if (!isThere) return { failure: mirrorGone, told };
    told.add(id);
    if (answer.kind === "found") seen.add(id);
  }
  return failure === null ? { seen, odd: null, lost: null, told } : { failure, told };
}
