import { smaregiAheadMs } from "../smaregi/ahead.ts";
import { inParts } from "../smaregi/in-parts.ts";
import { readList, readListTwice, type Listed, type ListPage } from "../smaregi/read-list.ts";
import type { Account, Failure, OddRow, Smaregi, SmaregiProduct, StockRow } from "../smaregi/types.ts";
import { planReads, type ReadPlan, type Reading, type Signal, type Tried } from "./rules.ts";

/** Where and for whom to read. `now` returns the database's time, never a later one. */
export type Reader = { smaregi: Smaregi; account: Account; storeId: string; now: () => Date };

/**
 * Reads the current quantity of every signalled product in as few calls as possible. Yields the readings as they come, a page or a
 * group of single calls at a time; a page that holds none of them is an empty batch. What Smaregi fails to answer becomes a `failed`
 * reading, so every signal gets exactly one reading.
 */
export async function* readStock(reader: Reader, signals: Signal[]): AsyncGenerator<Reading[]> {
  const doubted = new Set(signals.filter((each) => each.doubted).map((each) => each.smaregiProductId));
  for await (const readings of readRows(reader, signals)) {
    const unproven = readings.filter((each) => each.kind === "found" && doubted.has(each.smaregiProductId));
    if (unproven.length < readings.length || readings.length === 0)
      yield readings.filter((each) => !unproven.includes(each));
    if (unproven.length > 0) yield* readProducts(reader, unproven);
  }
}

async function* readRows(reader: Reader, signals: Signal[]): AsyncGenerator<Reading[]> {
  const open = new Map(signals.map((signal) => [signal.smaregiProductId, signal]));
  const tried: Tried = new Map();
  const begun = reader.now();
  // A few are read one by one, which needs no window.
  const ahead = open.size > 5 ? await smaregiAheadMs(reader.smaregi, reader.account, reader.now) : 0;
  // If the time is unknown, what the window leaves out is read in another way.
  const aheadMs = typeof ahead === "number" ? ahead : 0;
  while (open.size > 0) {
    const plan = planReads([...open.values()], reader.now(), tried, aheadMs);
    if (plan.way === "singles") return yield* readSingly(reader, [...open.keys()]);
    if (plan.way === "products") {
      const none = (smaregiProductId: string): Reading => {
        return { smaregiProductId, beganAt: begun, kind: "neverMoved" };
      };
      return yield* readProducts(reader, [...open.keys()].map(none));
    }
    tried.set(plan.way, "givenUp");
    let isWhole = true;
    for await (const listed of listRows(reader, plan, () => open.size > 0)) {
      if (listed.kind === "end") tried.set(plan.way, isWhole ? "ended" : "givenUp");
      else if (listed.kind === "found") {
        isWhole &&= listed.lost === undefined;
        const rows = listed.rows.filter((row) => open.has(row.productId));
        // If a product's row comes twice, the readable one counts: it comes last of the two.
        const readings = [
          ...oddReadings(listed.odd, open, listed.beganAt),
          ...rows.map((row) => found(row, listed.beganAt)),
        ];
        for (const { smaregiProductId } of readings) open.delete(smaregiProductId);
        yield readings;
      } else if (listed.kind !== "givenUp") {
        return yield failedReadings([...open.keys()], reader.now(), listed);
      }
    }
  }
}

type RowPage = ListPage & { rows: StockRow[]; odd: OddRow[]; beganAt: Date };

/** Yields pages of a store's stock until all wanted products are found. Reads the whole list twice, because missing rows count. */
async function* listRows(
  { smaregi, account, storeId, now }: Reader,
  plan: Extract<ReadPlan, { way: "window" | "fullList" }>,
  isMore: () => boolean,
): AsyncGenerator<Listed<RowPage>> {
  const window = plan.way === "window" ? { updatedFrom: plan.from, updatedTo: plan.to } : {};
  const ask = inParts<RowPage>(async (at) => {
    const beganAt = now();
    const answer = await smaregi.stockPage(account, { storeId, ...at, ...window });
    return answer.kind === "found" ? { ...answer, beganAt } : answer;
  });
  const { maxPages } = plan;
  const pages =
    plan.way === "window" ? readList(ask, { maxPages }) : readListTwice(ask, { maxPages, isMore });
  for await (const listed of pages) {
    yield listed;
    if (!isMore()) return;
  }
}

type ProductPage = ListPage & { products: SmaregiProduct[]; odd: OddRow[] };

/**
 * Checks for each of these readings that Smaregi has the product: if it does, the reading stays; if not, the product is `missing`
 * (S5). A few are asked for one by one, more of them by the list of all products.
 */
async function* readProducts(reader: Reader, readings: Reading[]): AsyncGenerator<Reading[]> {
  const { smaregi, account } = reader;
  const open = new Map(readings.map((reading) => [reading.smaregiProductId, reading]));
  if (open.size > 20) {
    const ask = inParts<ProductPage>((at) => smaregi.productPage(account, at));
    let isWhole = true;
    const maxPages = Math.ceil(open.size / 2);
    for await (const listed of readListTwice(ask, { maxPages, isMore: () => open.size > 0 })) {
      if (listed.kind === "found") {
        const ids = [...listed.products.map(({ productId }) => productId), ...listed.odd.map(({ id }) => id)];
        // A row with an unreadable ID may belong to any product, so products that are not in the list are then asked for one by one.
        isWhole &&= listed.lost === undefined && !ids.includes(null);
        const known = ids.flatMap((id) => open.get(id ?? "") ?? []);
        for (const { smaregiProductId } of known) open.delete(smaregiProductId);
        yield known;
      } else if (listed.kind === "end" && isWhole) {
        return yield [...open.values()].map((each) => ({ ...placeOf(each), kind: "missing", listed: true }));
      } else if (listed.kind !== "end" && listed.kind !== "givenUp") {
        return yield failedReadings([...open.keys()], reader.now(), listed);
      }
    }
  }
  yield* inGroups([...open.values()], async (reading) => {
    const product = await smaregi.product(account, reading.smaregiProductId);
    if (product.kind === "found") return reading;
    return product.kind === "missing"
      ? { ...placeOf(reading), kind: "missing" }
      : failed(placeOf(reading), product);
  });
}

const placeOf = ({ smaregiProductId, beganAt }: Reading) => ({ smaregiProductId, beganAt });

const found = ({ productId, amount }: StockRow, beganAt: Date): Reading => {
  return { smaregiProductId: productId, beganAt, kind: "found", amount };
};

/** Reads these products one by one, each by its own calls. For a product without a row this is the only proof (P3). */
export function readSingly(reader: Reader, products: string[]): AsyncGenerator<Reading[]> {
  return inGroups(products, (product) => readOne(reader, product));
}

async function* inGroups<Item>(
  items: Item[],
  read: (item: Item) => Promise<Reading>,
): AsyncGenerator<Reading[]> {
  const atOnce = 4;
  for (let start = 0; start < items.length; start += atOnce) {
    yield await Promise.all(items.slice(start, start + atOnce).map(read));
  }
}

async function readOne(
  { smaregi, account, storeId, now }: Reader,
  smaregiProductId: string,
): Promise<Reading> {
  const at = { smaregiProductId, beganAt: now() };
  const stock = await smaregi.stockOf(account, { storeId, productId: smaregiProductId });
  if (stock.kind === "found") return found(stock, at.beganAt);
  if (stock.kind !== "noRow") return failed(at, stock);
  // No row: the product has never moved, so 0 is right, or it does not exist (S5). Only a call for the product itself can tell.
  const product = await smaregi.product(account, smaregiProductId);
  if (product.kind === "found") return { ...at, kind: "neverMoved" };
  return product.kind === "missing" ? { ...at, kind: "missing" } : failed(at, product);
}

function failed(at: { smaregiProductId: string; beganAt: Date }, failure: Failure): Reading {
  return { ...at, kind: "failed", status: failure.status ?? null, reason: failure.reason };
}

/** P5: an unreadable row is a failure of its own product only. */
export function oddReadings(odd: OddRow[], wanted: { has(id: string): boolean }, beganAt: Date): Reading[] {
  return odd.flatMap(({ id, reason }): Reading[] =>
    id !== null && wanted.has(id)
      ? [{ smaregiProductId: id, beganAt, kind: "failed", status: null, reason, ofRow: true }]
      : [],
  );
}

/** One failure for many products: the call that would have answered for all of them. */
export function failedReadings(products: string[], beganAt: Date, failure: Failure): Reading[] {
  return products.map((smaregiProductId) => failed({ smaregiProductId, beganAt }, failure));
}
