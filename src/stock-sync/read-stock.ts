import type { Smaregi, Account, Failure, OddRow } from "../smaregi/types.ts";
import { pageSize, planReads, type ReadPlan, type Reading, type Signal } from "./rules.ts";

/** Where and for whom to read. `now` answers the database's time, never a later one. */
export type Reader = { smaregi: Smaregi; account: Account; storeId: string; now: () => Date };

/**
 * Reads the current quantity of every signalled product, in as few calls as it can, and hands out the readings
 * as they come. What Smaregi fails to answer becomes a `failed` reading: every signal gets exactly one.
 */
export async function* readStock(reader: Reader, signals: Signal[]): AsyncGenerator<Reading[]> {
  let open = new Map(signals.map((signal) => [signal.smaregiProductId, signal]));
  const neverMoved = neverMovedIn(reader);
  const tried = new Set<ReadPlan["way"]>();
  while (open.size > 0) {
    const plan = planReads([...open.values()], reader.now(), tried);
    if (plan.way === "singles") {
      return yield* readSingly(reader, neverMoved, [...open.keys()], tried.has("fullList"));
    }
    tried.add(plan.way);
    const pages =
      plan.way === "products"
        ? readProducts(reader, neverMoved, plan.maxPages, open)
        : readList(reader, plan, open);
    for await (const page of pages) {
      for (const reading of page.readings) open.delete(reading.smaregiProductId);
      if (page.readings.length > 0) yield page.readings;
      if (page.failure !== null) {
        yield failedReadings([...open.keys()], reader.now(), page.failure);
        open = new Map();
      }
    }
  }
}

type NeverMoved = (at: { smaregiProductId: string; beganAt: Date }) => Promise<Reading>;

/**
 * The reading of a product without a row: it never moved. But Smaregi answers the same for a store that it does not have, and
 * that would empty the shop (C6): so where it matters the stores are asked for, once.
 */
function neverMovedIn({ smaregi, account, storeId }: Reader): NeverMoved {
  let asked: Promise<boolean> | undefined;
  const isGone = async (): Promise<boolean> => {
    const answer = await smaregi.stores(account);
    if (answer.kind !== "found" || answer.odd.length > 0) return false;
    return !answer.stores.some((store) => store.storeId === storeId);
  };
  const reason = `店舗ID「${storeId}」はスマレジにありません。`;
  return async (at) => {
    asked ??= isGone();
    return (await asked) ? { ...at, kind: "failed", status: null, reason } : { ...at, kind: "neverMoved" };
  };
}

type ListPage = { readings: Reading[]; failure: Failure | null };

async function* readList(
  { smaregi, account, storeId, now }: Reader,
  plan: Extract<ReadPlan, { way: "window" | "fullList" }>,
  open: Map<string, Signal>,
): AsyncGenerator<ListPage> {
  const window = plan.way === "window" ? { updatedFrom: plan.from, updatedTo: plan.to } : {};
  for (let page = 1; page <= plan.maxPages && open.size > 0; page += 1) {
    const beganAt = now();
    const answer = await smaregi.stockPage(account, { storeId, page, limit: pageSize, ...window });
    if (answer.kind !== "found") return yield { readings: [], failure: answer };
    const wanted = answer.rows.filter((row) => open.has(row.productId));
    const readings = wanted.map((row): Reading => {
      return { smaregiProductId: row.productId, beganAt, kind: "found", amount: row.amount };
    });
    // Of a product whose row comes twice, the one that can be read counts: it is the last of the two.
    yield { readings: [...oddReadings(answer.odd, open, beganAt), ...readings], failure: null };
    if (answer.last) return;
  }
}

/**
 * What the store's full list did not hold has no stock there: a product that is listed never moved, and one that is in no page
 * does not exist (S5).
 */
async function* readProducts(
  { smaregi, account, now }: Reader,
  neverMoved: NeverMoved,
  maxPages: number,
  open: Map<string, Signal>,
): AsyncGenerator<ListPage> {
  const beganAt = now();
  for (let page = 1; page <= maxPages && open.size > 0; page += 1) {
    const answer = await smaregi.productPage(account, { page, limit: pageSize });
    if (answer.kind !== "found") return yield { readings: [], failure: answer };
    const known = answer.products.filter((product) => open.has(product.productId));
    const readings = await Promise.all(
      known.map(({ productId }) => neverMoved({ smaregiProductId: productId, beganAt })),
    );
    yield { readings, failure: null };
    // A row whose ID cannot be read may be any product's: who is not in the list is then asked for singly.
    if (answer.odd.length > 0) return;
    if (!answer.last) continue;
    const gone = [...open.keys()].map((smaregiProductId): Reading => ({
      smaregiProductId,
      beganAt,
      kind: "missing",
    }));
    return yield { readings: gone, failure: null };
  }
}

/** `noRows`: the full list did not hold them, so the stock call would answer nothing either. */
async function* readSingly(
  reader: Reader,
  neverMoved: NeverMoved,
  products: string[],
  noRows: boolean,
): AsyncGenerator<Reading[]> {
  const atOnce = 4;
  for (let start = 0; start < products.length; start += atOnce) {
    const group = products.slice(start, start + atOnce);
    yield await Promise.all(group.map((product) => readOne(reader, neverMoved, product, noRows)));
  }
}

async function readOne(
  { smaregi, account, storeId, now }: Reader,
  neverMoved: NeverMoved,
  productId: string,
  noRow: boolean,
): Promise<Reading> {
  const beganAt = now();
  const at = { smaregiProductId: productId, beganAt };
  if (!noRow) {
    const stock = await smaregi.stockOf(account, { storeId, productId });
    if (stock.kind === "found") return { ...at, kind: "found", amount: stock.amount };
    if (stock.kind !== "noRow") return failed(at, stock);
  }
  // No row: never moved, which is a good 0, or no such product (S5). Only the product itself tells.
  const product = await smaregi.product(account, productId);
  if (product.kind === "found") return await neverMoved(at);
  return product.kind === "missing" ? { ...at, kind: "missing" } : failed(at, product);
}

function failed(at: { smaregiProductId: string; beganAt: Date }, failure: Failure): Reading {
  return { ...at, kind: "failed", status: failure.status ?? null, reason: failure.reason };
}

/** P5: a row that cannot be read is a failure of its own product, and of no other. */
export function oddReadings(odd: OddRow[], wanted: { has(id: string): boolean }, beganAt: Date): Reading[] {
  return odd.flatMap(({ id, reason }): Reading[] =>
    id !== null && wanted.has(id)
      ? [{ smaregiProductId: id, beganAt, kind: "failed", status: null, reason }]
      : [],
  );
}

/** One failure for many products: the call that would have answered them all. */
export function failedReadings(products: string[], beganAt: Date, failure: Failure): Reading[] {
  return products.map((smaregiProductId) => failed({ smaregiProductId, beganAt }, failure));
}
