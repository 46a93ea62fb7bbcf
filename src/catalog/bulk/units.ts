import type { ReadRow } from "./read-row.ts";

/**
 * Rows that belong together: those of one new product, which is registered as a whole or not at all, or those that name
 * one existing product.
 */
export type Unit = { isNew: boolean; rows: ReadRow[] };

/** Groups consecutive rows as they come. */
export async function* unitsOf(rows: AsyncIterable<ReadRow>): AsyncGenerator<Unit> {
  let unit: Unit | null = null;
  for await (const row of rows) {
    if (unit !== null && belongs(unit, row)) unit.rows.push(row);
    else {
      if (unit !== null) yield unit;
      unit = { isNew: row.control === "new", rows: [row] };
    }
  }
  if (unit !== null) yield unit;
}

/** Collects units until there are `most` rows. */
export async function* batchesOf(units: AsyncIterable<Unit>, most: number): AsyncGenerator<Unit[]> {
  let batch: Unit[] = [];
  let rows = 0;
  for await (const unit of units) {
    batch.push(unit);
    rows += unit.rows.length;
    if (rows >= most) {
      yield batch;
      batch = [];
      rows = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

/** Passes on the items; the next one is prepared while one is worked on. */
export async function* oneAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const all = source[Symbol.asyncIterator]();
  let next = all.next();
  try {
    for (;;) {
      const { done, value } = await next;
      if (done === true) return;
      next = all.next();
      // If no one awaits it any more, its failure does not matter.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await all.return?.();
  }
}

function belongs(unit: Unit, row: ReadRow): boolean {
  const [first] = unit.rows;
  if (first === undefined || (row.control === "new") !== unit.isNew) return false;
  return unit.isNew ? isNextVariation(first, row) : keyOf(first) !== "" && keyOf(first) === keyOf(row);
}

/** True for a further variation of the same new product: same product code, or same name if it has no code. */
function isNextVariation(first: ReadRow, row: ReadRow): boolean {
  if (first.group !== undefined) return first.group === row.group;
  const isPattern1 = ({ product, variation }: ReadRow) =>
    variation.name !== undefined && (product.variationPattern ?? "pattern1") === "pattern1";
  if (!isPattern1(first) || !isPattern1(row)) return false;
  const sameName = row.product.name === first.product.name;
  const { productCode } = first.product;
  return typeof productCode === "string"
    ? row.product.productCode === productCode
    : sameName && row.product.name !== undefined && typeof row.product.productCode !== "string";
}

/** The key by which a row names its product. */
function keyOf({ systemProductNumber, product, variation }: ReadRow): string {
  if (systemProductNumber !== undefined) return `number ${systemProductNumber.replace(/-\d+$/, "")}`;
  if (typeof product.productCode === "string") return `code ${product.productCode}`;
  return typeof variation.productCode === "string" ? `variation ${variation.productCode}` : "";
}
