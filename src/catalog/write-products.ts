import type { Tx } from "../kit/database.ts";
import { settleFailures } from "../link-log/store.ts";
import { moveTo, stockRule } from "../stock/rules.ts";
import { writeMovements } from "../stock/store.ts";
import { insertFresh, type FreshVariations } from "./fresh/store.ts";
import { wordsOf, type ProductWrite } from "./plan-product.ts";
import type { Step } from "./plan-variations.ts";
import { systemProductNumber } from "./rules.ts";
import { writeSearch } from "./search/store.ts";
import {
  addEvents,
  changeProducts,
  changeVariations,
  deleteVariations,
  keyOf,
  merchantNumber,
} from "./store.ts";

export type Writer = { merchantId: string; actor: string };

/**
 * Writes new and changed products with their variations, quantities, history and search words: one statement per kind,
 * for any number of products. The rows of changed products must be locked. A duplicate product code violates
 * `products_code`.
 */
export async function writeProducts(tx: Tx, writer: Writer, writes: ProductWrite[]): Promise<void> {
  if (writes.length === 0) return;
  const { merchantId, actor } = writer;
  const changed = writes.filter((write) => !write.isNew);
  await insertFresh(tx, merchantId, {
    products: writes.filter((write) => write.isNew).map(freshRowOf),
    ...(await addedTo(tx, writer, writes)),
  });
  await changeProducts(tx, merchantId, changed.map(rowOf));
  await changeSteps(tx, writer, changed);
  await deleteVariations(
    tx,
    merchantId,
    changed.flatMap((write) => write.removedIds),
  );
  const sought = writes.filter((write) => write.hasNewWords);
  await writeSearch(
    tx,
    merchantId,
    sought.map((write) => ({ id: write.id, words: wordsOf(write) })),
  );
  await addEvents(
    tx,
    merchantId,
    actor,
    writes.map(({ id, isNew }) => ({ productId: id, event: isNew ? "productRegistered" : "productChanged" })),
  );
}

const isAdded = (step: Step) => step.before === null;

function rowOf({ id, columns, lastSerial, steps }: ProductWrite) {
  return { ...columns, id, lastVariationSerial: lastSerial + steps.filter(isAdded).length };
}

function freshRowOf(write: ProductWrite) {
  return { ...rowOf(write), serial: write.serial, codeKey: keyOf(write.columns.productCode) };
}

/** The new variations, with their first quantities. */
async function addedTo(
  tx: Tx,
  { merchantId, actor }: Writer,
  writes: ProductWrite[],
): Promise<FreshVariations> {
  if (!writes.some(({ steps }) => steps.some(isAdded))) return { variations: [], entries: [] };
  const number = await merchantNumber(tx, merchantId);
  const entries: FreshVariations["entries"] = [];
  const variations = writes.flatMap((write) =>
    write.steps.filter(isAdded).map((step, index) => {
      const entry = entryOf(step, actor);
      if (entry !== null) entries.push(entry);
      const serial = write.lastSerial + index + 1;
      return {
        ...step.values,
        id: step.id,
        productId: write.id,
        serial,
        systemProductNumber: systemProductNumber(number, write.serial, serial),
        codeKey: keyOf(step.values.productCode),
        quantity: entry?.quantity ?? null,
        level: entry?.level ?? null,
      };
    }),
  );
  return { variations, entries };
}

/** The movement of a variation's quantity; null if it does not change. */
function entryOf(step: Step, actor: string) {
  const row = { id: step.id, quantity: step.before?.quantity ?? null };
  if (row.quantity === step.stock.quantity) return null;
  const cause = step.stock.awaitsFirstSync ? "linked" : isAdded(step) ? "registered" : "edited";
  return { ...moveTo(row, step.stock.quantity), cause, actor };
}

async function changeSteps(tx: Tx, { merchantId, actor }: Writer, writes: ProductWrite[]): Promise<void> {
  const steps = writes.flatMap((write) => write.steps).filter((step) => !isAdded(step));
  const entries = steps.map((step) => entryOf(step, actor)).filter((entry) => entry !== null);
  // Only a row with the flag has a quantity: clear it before the flag is removed, and set it after the flag is added.
  await writeMovements(
    tx,
    merchantId,
    entries.filter((entry) => entry.quantity === null),
  );
  await changeVariations(tx, merchantId, steps.filter(isChanged).map(changeOf));
  const variationIds = steps.filter(endsLink).map(({ id }) => id);
  await settleFailures(tx, merchantId, { variationIds }, "handled");
  await writeMovements(
    tx,
    merchantId,
    entries.filter((entry) => entry.quantity !== null),
  );
}

function isChanged({ before, values, stock }: Step): boolean {
  if (before === null) return false;
  const fields = Object.keys(values) as (keyof Step["values"])[];
  return stock.awaitsFirstSync || fields.some((field) => values[field] !== before[field]);
}

/** True if the variation is no longer synced with its former Smaregi product: then no one has to repair its failed syncs. */
function endsLink({ before, values }: Step): boolean {
  if (before === null || stockRule(before) !== "synced") return false;
  return stockRule(values) !== "synced" || values.smaregiProductId !== before.smaregiProductId;
}

/** If it is linked differently than before, what Smaregi said about the old product no longer counts. */
function changeOf({ id, before, values, stock }: Step) {
  const relinked = values.smaregiProductId !== before?.smaregiProductId || stock.awaitsFirstSync;
  return { id, ...values, relinked };
}
