import pg from "pg";
import type { Context } from "../../context.ts";
import { nextProductNumbers } from "../../kit/counters.ts";
import type { CsvRow } from "../../kit/csv-records.ts";
import { transact, type Tx } from "../../kit/database.ts";
import { inTurns } from "../../kit/in-turns.ts";
import { isPassing } from "../../kit/passing.ts";
import { stockRule } from "../../stock/rules.ts";
import { removeProducts } from "../delete-product.ts";
import type { ProductWrite } from "../plan-product.ts";
import { codeTaken, isTakenCode, syncedLinks } from "../save-product.ts";
import { lockProducts, lockVariations, orderedProducts, type VariationRow } from "../store.ts";
import { writeProducts } from "../write-products.ts";
import { fileOf, readingOf } from "./carts/reading.ts";
import type { Known } from "./desk.ts";
import { planBatch, type RefusedRow } from "./plan-batch.ts";
import { texts } from "./problems.ts";
import type { ReadRow } from "./read-row.ts";
import { actionOf, changeOfRow, type Taken } from "./row-changes.ts";
import {
  addChanges,
  addErrors,
  addLinks,
  addPairs,
  claimCodes,
  claimedCodes,
  countChanges,
  productsNamed,
} from "./rows/store.ts";
import { advanceJob, lockJob, updateJob, type BulkJobRow } from "./store.ts";
import type { Unit } from "./units.ts";

/**
 * Another process took over this file. The former one lost the lock with its connection (cut off, or frozen while it
 * was cut), and may not know it yet.
 */
export class Overtaken extends Error {}

/**
 * Works on a file's rows (none: at its end) in one transaction, under the file's lock. Throws `Overtaken` if another
 * process already did.
 */
export async function holding<T>(
  ctx: Context,
  { merchantId, id }: BulkJobRow,
  rows: CsvRow[],
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return await transact(ctx.db, async (tx) => {
    if (!(await lockJob(tx, merchantId, id, rows[0]?.number))) throw new Overtaken();
    return await work(tx);
  });
}

/**
 * Applies a batch of a file in one transaction, together with the note that it is done. If the database refuses something that no
 * rule foresaw (a code that someone else took at this moment), the batch is repeated unit by unit, so that only the row concerned is
 * refused. Returns the row that stopped the file, or null.
 */
export async function applyBatch(ctx: Context, job: BulkJobRow, units: Unit[]): Promise<number | null> {
  try {
    return await apply(ctx, job, units);
  } catch (error) {
    if (!isRefusal(error) || (await isPassing(ctx.db, error))) throw error;
    if (units.length === 1) return await refuseUnit(ctx, job, units, error);
  }
  let stoppedAt: number | null = null;
  for (const unit of units) {
    if (stoppedAt === null) stoppedAt = await applyBatch(ctx, job, [unit]);
    else await passOver(ctx, job, unit.rows);
  }
  return stoppedAt;
}

/**
 * Keeps the rows after the one that stopped the file: they are not done, and go into the error file to be sent again
 * with it.
 */
export async function passOver(ctx: Context, job: BulkJobRow, rows: CsvRow[]): Promise<void> {
  await holding(ctx, job, rows, (tx) => keepPassedOver(tx, job, rows));
}

async function keepPassedOver(tx: Tx, { merchantId, id }: BulkJobRow, rows: CsvRow[]): Promise<void> {
  const problems = [{ column: null, message: texts.stopped }];
  const lines = rows.map(({ number, cells }) => ({ rowNumber: number, problems, cells }));
  await addErrors(tx, merchantId, id, lines);
  await advance(tx, { merchantId, id }, rows, { done: 0, failed: 0 });
}

/** True if PostgreSQL refused a value or a duplicate; false for other errors, such as a lost connection. */
function isRefusal(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^2[23]/.test(error.code ?? "");
}

async function apply(ctx: Context, job: BulkJobRow, units: Unit[]): Promise<number | null> {
  const { merchantId, id, actor } = job;
  const rows = units.flatMap((unit) => unit.rows);
  return await holding(ctx, job, rows, async (tx) => {
    const plan = await inTurns(planBatch(units, await load(tx, job, rows), job));
    if (job.dryRun) {
      await claimCodes(tx, merchantId, id, newCodes(plan.writes));
      await keepChanges(tx, job, plan.taken);
      await addPairs(tx, merchantId, id, newPairs(plan.writes));
    } else {
      await numberNew(ctx, merchantId, plan.writes);
      await writeProducts(tx, { merchantId, actor }, plan.writes);
      await removeProducts(tx, { merchantId, actor }, plan.removals);
      const steps = plan.writes.flatMap((write) => write.steps);
      await addLinks(tx, merchantId, id, syncedLinks(steps));
    }
    await keepRefused(tx, job, plan.refused);
    const deletes = plan.taken.filter((taken) => actionOf(taken) === "delete").length;
    await advance(tx, job, rows, { done: plan.done, failed: plan.refused.length, deletes });
    const { stoppedAt } = plan;
    if (stoppedAt !== null) {
      await updateJob(tx, merchantId, id, { stoppedAt });
      const refused = new Set(plan.refused.map(({ row }) => row));
      await keepPassedOver(
        tx,
        job,
        rows.filter((row) => row.number > stoppedAt && !refused.has(row)),
      );
    }
    return stoppedAt;
  });
}

/** Locks and loads what the rows name, in the order of its IDs. */
async function load(
  tx: Tx,
  { merchantId, id, dryRun, encoding }: BulkJobRow,
  rows: ReadRow[],
): Promise<Known> {
  const texts = (values: (string | null | undefined)[]) => [
    ...new Set(values.filter((value) => typeof value === "string")),
  ];
  const codes = texts(rows.map((row) => row.product.productCode));
  const productIds = await productsNamed(tx, merchantId, {
    numbers: texts(rows.map((row) => row.systemProductNumber)),
    codes,
    variationCodes: texts(rows.map((row) => (row.control === "new" ? null : row.variation.productCode))),
  });
  const products = productIds.length === 0 ? [] : await lockProducts(tx, merchantId, productIds);
  const variations = productIds.length === 0 ? [] : await lockVariations(tx, merchantId, productIds);
  const byProduct = new Map<string, VariationRow[]>(products.map(({ id: productId }) => [productId, []]));
  for (const row of variations) byProduct.get(row.productId)?.push(row);
  const asksPattern = rows.some((row) => row.product.variationPattern !== undefined);
  return {
    states: products.map((product) => ({ product, rows: byProduct.get(product.id) ?? [] })),
    isShiftJis: encoding === "cp932",
    claimed: dryRun ? await claimedCodes(tx, merchantId, id, codes) : new Set(),
    ordered:
      asksPattern && productIds.length > 0 ? await orderedProducts(tx, merchantId, productIds) : new Set(),
  };
}

const newCodes = (writes: ProductWrite[]): string[] =>
  writes.flatMap(({ isNew, columns }) =>
    isNew && columns.productCode !== null ? [columns.productCode] : [],
  );

/** The variations that a file links newly or with another product. New ones have no quantity yet that could fall. */
const newPairs = (writes: ProductWrite[]) =>
  writes.flatMap(({ steps }) =>
    steps.flatMap(({ id: variationId, before, values }) => {
      const { smaregiProductId } = values;
      if (before === null || smaregiProductId === null || stockRule(values) !== "synced") return [];
      const isSame = stockRule(before) === "synced" && before.smaregiProductId === smaregiProductId;
      return isSame ? [] : [{ variationId, smaregiProductId }];
    }),
  );

/** Gives new products their serials, in the order of the file. */
async function numberNew(ctx: Context, merchantId: string, writes: ProductWrite[]): Promise<void> {
  const fresh = writes.filter((write) => write.isNew);
  if (fresh.length === 0) return;
  const first = await nextProductNumbers(ctx.db, merchantId, fresh.length);
  for (const [index, write] of fresh.entries()) write.serial = first + index;
}

/** The number of rows of a dry run that are kept for viewing. */
const mostKept = 500;

async function keepChanges(tx: Tx, job: BulkJobRow, taken: Taken[]): Promise<void> {
  const { merchantId, id } = job;
  const room = mostKept - (await countChanges(tx, merchantId, id));
  if (room <= 0) return;
  const { headings } = readingOf(fileOf(job));
  const kept = taken.slice(0, room).map((each) => changeOfRow(each, headings));
  await addChanges(tx, merchantId, id, kept);
}

async function keepRefused(tx: Tx, job: BulkJobRow, refused: RefusedRow[]): Promise<void> {
  const { merchantId, id } = job;
  const { headingOf } = readingOf(fileOf(job));
  const lines = refused.map(({ row, problems }) => ({
    rowNumber: row.number,
    cells: row.cells,
    problems: problems.map(({ column, message }) => ({
      column: column === null ? null : headingOf(column),
      message,
    })),
  }));
  await addErrors(tx, merchantId, id, lines);
}

async function advance(
  tx: Tx,
  { merchantId, id }: { merchantId: string; id: string },
  rows: CsvRow[],
  by: { done: number; failed: number; deletes?: number },
): Promise<void> {
  const nextRow = rows.at(-1)?.number;
  if (nextRow !== undefined) await advanceJob(tx, merchantId, id, { deletes: 0, ...by, nextRow });
}

async function refuseUnit(
  ctx: Context,
  job: BulkJobRow,
  units: Unit[],
  error: unknown,
): Promise<number | null> {
  const rows = units.flatMap((unit) => unit.rows);
  const isCode = isTakenCode(error);
  if (!isCode) ctx.log.error({ err: error, jobId: job.id, row: rows[0]?.number }, "a row was refused");
  const problem = isCode
    ? { column: "productCode" as const, message: codeTaken }
    : { column: null, message: texts.unexpected };
  const stoppedAt = job.onError === "stop" ? (rows[0]?.number ?? null) : null;
  await holding(ctx, job, rows, async (tx) => {
    await keepRefused(
      tx,
      job,
      rows.map((row) => ({ row, problems: [problem] })),
    );
    await advance(tx, job, rows, { done: 0, failed: rows.length });
    if (stoppedAt !== null) await updateJob(tx, job.merchantId, job.id, { stoppedAt });
  });
  return stoppedAt;
}
