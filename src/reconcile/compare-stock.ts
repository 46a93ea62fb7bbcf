import { syncedProducts } from "../connection/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { compareLinks } from "../smaregi-catalog/compare-links.ts";
import { readAllProducts } from "../smaregi-catalog/read-pages.ts";
import { readTaxes } from "../smaregi-catalog/read-taxes.ts";
import { smaregiAheadMs } from "../smaregi/ahead.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { endless, readListTwice } from "../smaregi/read-list.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { databaseClock } from "../stock-sync/clock.ts";
import { databaseTime } from "../kit/now.ts";
import { noteAbsent } from "../signals/absent/store.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { comparePage, withheldOf, type Differing, type Numbers } from "./compare-page.ts";
import { causeOfStock, isWrongLink } from "./rules.ts";
import { lastNotified, linkedAmong, linksAmong, type Linked } from "./evidence/store.ts";
import { addDifferences, updateReconciliation, type NewDifference } from "./store.ts";

/** What a comparison works with. */
export type Comparing = {
  merchantId: string;
  id: string;
  account: Account;
  storeId: string;
  terminalId: string;
  /** Returns why the comparison with this store must end; null if the connection is unchanged. */
  whatChanged: () => Promise<Failure | null>;
};

/**
 * Compares every linked variation with Smaregi's stock and products, page by page. What differs is read again by the sync and noted
 * with its cause. Returns Smaregi's failure if it could not go on.
 */
export async function compareAllStock(ctx: Context, at: Comparing): Promise<Failure | null> {
  const differing = new Map<string, Differing>();
  const failure = await compareLists(ctx, at, differing);
  await explain(ctx, at, [...differing.values()]);
  return failure;
}

async function compareLists(
  ctx: Context,
  at: Comparing,
  differing: Map<string, Differing>,
): Promise<Failure | null> {
  const linked = await syncedProducts(ctx.db, at.merchantId);
  const progress = (products: number) =>
    updateReconciliation(ctx.db, at.merchantId, at.id, { products, productsToCheck: linked.length });
  await progress(0);
  if (linked.length === 0) return null;
  const isLinked = new Set(linked);
  let checked = 0;
  const now = databaseClock(await databaseTime(ctx.db));
  const withheld = await withheldOf(ctx, at.merchantId);
  const compare = async (numbers: Numbers, beganAt: Date) => {
    // The answer with this page shows how far Smaregi's clock is ahead.
    const ahead = await smaregiAheadMs(ctx.smaregi, at.account, now);
    const aheadMs = typeof ahead === "number" ? ahead : 0;
    const found = await comparePage(ctx, at, { numbers, withheld, beganAt, aheadMs });
    for (const each of found) differing.set(each.row.id, each);
  };
  const seen = new Set<string>();
  const askStock = inParts(async (place: { page: number; limit: number }) => {
    // Products that change after this time are read later than the page.
    const begun = now();
    const changed = await at.whatChanged();
    if (changed !== null) return changed;
    const answer = await ctx.smaregi.stockPage(at.account, { storeId: at.storeId, ...place });
    return answer.kind === "found" ? { ...answer, beganAt: begun } : answer;
  });
  let isWhole = true;
  const isUnseen = () => linked.some((product) => !seen.has(product));
  for await (const answer of readListTwice(askStock, { isMore: isUnseen })) {
    if (answer.kind === "end") break;
    if (answer.kind === "givenUp") return endless;
    if (answer.kind !== "found") return answer;
    isWhole &&= answer.lost === undefined && answer.odd.every(({ id }) => id !== null);
    const fresh = answer.rows.filter((row) => !seen.has(row.productId));
    for (const row of answer.rows) seen.add(row.productId);
    const odd = answer.odd.flatMap(({ id }) => (id === null || seen.has(id) ? [] : id));
    for (const id of odd) seen.add(id);
    await readSingly(ctx, at, odd);
    await compare(new Map(fresh.map((row) => [row.productId, row])), answer.beganAt);
    checked += fresh.filter((row) => isLinked.has(row.productId)).length;
    await progress(checked);
  }
  const beganAt = now();
  const changed = await at.whatChanged();
  if (changed !== null) return changed;
  // If taxes could not be read, the rates that depend on them are not compared.
  await readTaxes(ctx, at);
  const products = await readAllProducts(ctx, at, {
    wanted: linked,
    each: (page) => checkProducts(ctx, at, page.products, differing),
  });
  if ("failure" in products) return products.failure;
  const known = products.seen;
  const unmoved = linked.filter((product) => !seen.has(product) && known.has(product));
  const none = { amount: 0, updatedAt: null };
  // If a part of the list is missing, products that are not in it may have stock: the sync asks for each.
  if (!isWhole) await readSingly(ctx, at, unmoved);
  else await compare(new Map(unmoved.map((product) => [product, none])), beganAt);
  // A row that is lost, or whose ID cannot be read, may be that of any product that seems to be missing.
  const gone = products.odd === null ? linked.filter((product) => !known.has(product)) : [];
  // They are read again as doubtful: a stock row that was left behind does not prove that the product exists (case 02).
  const doubted = gone.map((smaregiProductId) => ({ smaregiProductId, kind: "gone" as const, fell: false }));
  await noteAbsent(ctx.db, at.merchantId, doubted);
  const rows = await linkedAmong(ctx.db, at.merchantId, gone);
  // If reading it has failed too, a stock row that was left behind is no second difference: reading it again heals nothing.
  for (const row of rows) if (row.hasFailed && row.hold === null) differing.delete(row.id);
  await note(ctx, at, rows.map(asGone));
  await progress(linked.length);
  return null;
}

/** P5: the sync asks for each product whose row could not be read; the result is in the log of each. */
async function readSingly(ctx: Context, { merchantId }: Comparing, products: string[]): Promise<void> {
  const rows = await linkedAmong(ctx.db, merchantId, products);
  const own = [...new Set(rows.map((row) => row.smaregiProductId))];
  await transact(ctx.db, (tx) => askForStock(tx, merchantId, own, "reconciled"));
}

const asGone = (row: Linked): Found => ({
  ...placeOf(row),
  cause: "productGone",
  healing: false,
  readAgain: row.quantity !== 0,
});

type Found = NewDifference & { readAgain: boolean; smaregiProductId: string };

const placeOf = ({
  id,
  smaregiProductId,
  quantity,
}: Pick<Linked, "id" | "smaregiProductId" | "quantity">) => {
  return { variationId: id, smaregiProductId, cartQuantity: quantity };
};

/** Notes why these quantities differed (P7). */
async function explain(ctx: Context, at: Comparing, differing: Differing[]): Promise<void> {
  if (differing.length === 0) return;
  const products = differing.map(({ row }) => row.smaregiProductId);
  const began = differing.flatMap(({ row }) => row.readingBeganAt?.getTime() ?? []);
  const since = new Date(began.reduce((a, b) => Math.min(a, b), ctx.clock().getTime()));
  const notified = await lastNotified(ctx.db, { merchantId: at.merchantId, products, since });
  const found = differing.map(({ row, amount, changedAt }): Found => {
    const cause = causeOfStock({
      isHeld: row.hold === "asked",
      hasFailed: row.hasFailed,
      readAt: row.readingBeganAt,
      changedAt,
      notifiedAt: notified.get(row.smaregiProductId) ?? null,
    });
    if (cause === "unexplained") ctx.metrics.unexplained.inc();
    const healing = cause !== "heldZeros";
    return { ...placeOf(row), smaregiQuantity: amount, cause, healing, readAgain: false };
  });
  await note(ctx, at, found);
}

/**
 * Compares Smaregi's products with the links (P7). A quantity that differs because no notifications come (S8) is reported with its
 * product.
 */
async function checkProducts(
  ctx: Context,
  at: Comparing,
  products: { productId: string; productCode: string | null }[],
  differing: Map<string, Differing>,
): Promise<void> {
  const codes = new Map(products.map(({ productId, productCode }) => [productId, productCode]));
  const links = await linksAmong(ctx.db, at.merchantId, [...codes.keys()]);
  const compared = await compareLinks(ctx.db, at, links);
  const found = compared.flatMap(({ link, found: disagreements }): Found[] => {
    const place = { ...placeOf(link), healing: false, readAgain: false };
    const differences: Found[] = [];
    const productCode = codes.get(link.smaregiProductId) ?? null;
    if (isWrongLink(link.janCode, productCode)) {
      differences.push({ ...place, cause: "wrongLinkSuspected", note: `${link.janCode} / ${productCode}` });
    }
    for (const each of disagreements) {
      switch (each.kind) {
        case "taxRate":
          differences.push({ ...place, cause: "productTaxRate", note: `${each.ours}% / ${each.theirs}%` });
          break;
        case "price":
          differences.push({ ...place, cause: "productPrice", note: `${each.ours} / ${each.theirs}` });
          break;
        case "notSellable":
          differences.push({ ...place, cause: "notSellable", note: each.why.join(", ") });
          break;
        case "stockControl":
          if (link.stockManaged)
            differences.push({ ...place, ...numbersOf(link.id, differing), cause: "stockControlOff" });
          break;
        default:
          each satisfies never;
      }
    }
    return differences;
  });
  await note(ctx, at, found);
}

/** Takes the numbers of a quantity that differs, so that it is reported here and not a second time on its own. */
function numbersOf(id: string, differing: Map<string, Differing>) {
  const other = differing.get(id);
  differing.delete(id);
  return other === undefined ? {} : { cartQuantity: other.row.quantity, smaregiQuantity: other.amount };
}

/** Notes differences, and lets the sync read what may heal. */
async function note(ctx: Context, { merchantId, id }: Comparing, found: Found[]): Promise<void> {
  if (found.length === 0) return;
  await transact(ctx.db, async (tx) => {
    await addDifferences(
      tx,
      merchantId,
      id,
      found.map(({ readAgain: _, ...difference }) => difference),
    );
    const products = found.flatMap((each) => (each.readAgain ? [each.smaregiProductId] : []));
    await askForStock(tx, merchantId, products, "reconciled");
  });
}
