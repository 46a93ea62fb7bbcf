import { syncedProducts } from "../connection/store.ts";
import type { Context } from "../context.ts";
import { endless, readListTwice } from "../smaregi/read-list.ts";
import type { Account, Failure } from "../smaregi/types.ts";
import { databaseClock } from "../stock-sync/clock.ts";
import { ordersMoving } from "../stock-sync/orders-moving.ts";
import { databaseTime } from "../stock-sync/store.ts";
import { noteAbsent } from "../stock-sync/zero-guard/store.ts";
import { askForStock } from "../waiting/ask-for-stock.ts";
import { isSameStock, isWrongLink } from "./rules.ts";
import {
  addDifferences,
  linkedAmong,
  uncountedLinks,
  updateReconciliation,
  type Linked,
  type NewDifference,
} from "./store.ts";

/** What one side of a comparison works on. */
export type Comparing = {
  merchantId: string;
  id: string;
  account: Account;
  storeId: string;
  terminalId: string;
};

type Numbers = Map<string, { amount: number }>;

/**
 * Compares every linked variation with Smaregi's stock and products, a page at a time. What differs is written down, and read
 * again by the sync, which knows best how. Answers a failure of Smaregi's where it could not go on.
 */
export async function compareAllStock(ctx: Context, at: Comparing): Promise<Failure | null> {
  const linked = await syncedProducts(ctx.db, at.merchantId);
  const progress = (products: number) =>
    updateReconciliation(ctx.db, at.merchantId, at.id, { products, productsToCheck: linked.length });
  await progress(0);
  if (linked.length === 0) return null;
  const isLinked = new Set(linked);
  let checked = 0;
  const now = databaseClock(await databaseTime(ctx.db));
  const withheld = await withheldOf(ctx, at.merchantId);
  const seen = new Set<string>();
  const askStock = async (place: { page: number; limit: number }) => {
    const begun = now();
    const answer = await ctx.smaregi.stockPage(at.account, { storeId: at.storeId, ...place });
    return answer.kind === "found" ? { ...answer, beganAt: begun } : answer;
  };
  const isUnseen = () => linked.some((product) => !seen.has(product));
  for await (const answer of readListTwice(askStock, { isMore: isUnseen })) {
    if (answer.kind === "end") break;
    if (answer.kind === "givenUp") return endless;
    if (answer.kind !== "found") return answer;
    const fresh = answer.rows.filter((row) => !seen.has(row.productId));
    for (const row of answer.rows) seen.add(row.productId);
    const odd = answer.odd.flatMap(({ id }) => (id === null || seen.has(id) ? [] : id));
    for (const id of odd) seen.add(id);
    await readSingly(ctx, at, odd);
    const numbers = new Map(fresh.map((row) => [row.productId, row]));
    await comparePage(ctx, at, { numbers, withheld, beganAt: answer.beganAt });
    checked += fresh.filter((row) => isLinked.has(row.productId)).length;
    await progress(checked);
  }
  const beganAt = now();
  const known = new Set<string>();
  let isWhole = true;
  const isUnknown = () => linked.some((product) => !known.has(product));
  const products = readListTwice((place) => ctx.smaregi.productPage(at.account, place), {
    isMore: isUnknown,
  });
  for await (const answer of products) {
    if (answer.kind === "end") break;
    if (answer.kind === "givenUp") return endless;
    if (answer.kind !== "found") return answer;
    const fresh = answer.products.filter((product) => !known.has(product.productId));
    for (const product of fresh) known.add(product.productId);
    if (answer.odd.length > 0) isWhole = false;
    await checkProducts(ctx, at, new Map(fresh.map((product) => [product.productId, product])));
  }
  const unmoved = linked.filter((product) => !seen.has(product) && known.has(product));
  const numbers = new Map(unmoved.map((product) => [product, { amount: 0 }]));
  await comparePage(ctx, at, { numbers, withheld, beganAt });
  // A row whose ID cannot be read may be that of any product which seems to be missing.
  const gone = isWhole ? linked.filter((product) => !known.has(product)) : [];
  // Read again with this in mind: a row of stock that stayed behind proves no product (case 02).
  const doubted = gone.map((smaregiProductId) => ({ smaregiProductId, kind: "gone" as const, fell: false }));
  await noteAbsent(ctx.db, at.merchantId, doubted);
  await note(ctx, at, (await linkedAmong(ctx.db, at.merchantId, gone)).map(asGone));
  await progress(linked.length);
  return null;
}

/** P5: products whose row could not be read are asked for by the sync; what it meets stands in the log of each. */
async function readSingly(ctx: Context, { merchantId }: Comparing, products: string[]): Promise<void> {
  const rows = await linkedAmong(ctx.db, merchantId, products);
  const own = [...new Set(rows.map((row) => row.smaregiProductId))];
  await ctx.db.transaction().execute((tx) => askForStock(tx, merchantId, own, "reconciled"));
}

const asGone = (row: Linked): Found => ({
  ...placeOf(row),
  cause: "productGone",
  healing: false,
  readAgain: row.quantity !== 0,
});

type Found = NewDifference & { readAgain: boolean; smaregiProductId: string };

const placeOf = ({ id, smaregiProductId, quantity }: Linked) => {
  return { variationId: id, smaregiProductId, cartQuantity: quantity };
};

/** Pieces of a product that orders which nobody sends still have off a variation's number (F4): it differs by them, and no notification was lost. */
type Withheld = (row: Linked) => number;

async function withheldOf(ctx: Context, merchantId: string): Promise<Withheld> {
  const orders = await uncountedLinks(ctx.db, merchantId);
  return (row) =>
    orders
      .filter(({ notSince }) => row.syncedAt === null || row.syncedAt < notSince)
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => sum + (line.smaregiProductId === row.smaregiProductId ? line.quantity : 0), 0);
}

async function comparePage(
  ctx: Context,
  at: Comparing,
  { numbers, withheld, beganAt }: { numbers: Numbers; withheld: Withheld; beganAt: Date },
): Promise<void> {
  const rows = await linkedAmong(ctx.db, at.merchantId, [...numbers.keys()]);
  if (rows.length === 0) return;
  const readings = [...new Set(rows.map((row) => row.smaregiProductId))].map((smaregiProductId) => {
    return { smaregiProductId, beganAt };
  });
  const orders = await ordersMoving(ctx.db, at.merchantId, readings);
  const found = rows.flatMap((row): Found[] => {
    const number = numbers.get(row.smaregiProductId);
    // Waits to be read, or was read since: the sync is ahead of us.
    const isAhead = row.waiting || (row.readingBeganAt !== null && row.readingBeganAt > beganAt);
    if (number === undefined || isAhead) return [];
    const pending = orders.pending({ smaregiProductId: row.smaregiProductId, beganAt });
    if (isSameStock(row.quantity, number.amount, pending - withheld(row))) return [];
    const place = { ...placeOf(row), smaregiQuantity: number.amount };
    return [{ ...place, cause: "lostNotification", healing: true, readAgain: true }];
  });
  await note(ctx, at, found);
}

async function checkProducts(
  ctx: Context,
  at: Comparing,
  products: Map<string, { stockManaged: boolean; productCode: string | null }>,
): Promise<void> {
  const rows = await linkedAmong(ctx.db, at.merchantId, [...products.keys()]);
  const found = rows.flatMap((row): Found[] => {
    const product = products.get(row.smaregiProductId);
    if (product === undefined) return [];
    const place = { ...placeOf(row), healing: false, readAgain: false };
    const differences: Found[] = [];
    if (!product.stockManaged) differences.push({ ...place, cause: "stockControlOff" });
    if (isWrongLink(row.janCode, product.productCode)) {
      const codes = `${row.janCode} / ${product.productCode}`;
      differences.push({ ...place, cause: "wrongLinkSuspected", note: codes });
    }
    return differences;
  });
  await note(ctx, at, found);
}

/** Writes differences down, and has the sync read what may heal. */
async function note(ctx: Context, { merchantId, id }: Comparing, found: Found[]): Promise<void> {
  if (found.length === 0) return;
  await ctx.db.transaction().execute(async (tx) => {
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
