import type { Tx } from "../kit/database.ts";
import { moveTo } from "../stock/rules.ts";
import { writeMovements } from "../stock/store.ts";
import type { ProductWrite } from "./plan-product.ts";
import type { Step } from "./plan-variations.ts";
import { systemProductNumber } from "./rules.ts";
import {
  addEvents,
  changeProducts,
  changeVariations,
  deleteVariations,
  insertProducts,
  insertVariations,
  merchantNumber,
} from "./store.ts";

export type Writer = { merchantId: string; actor: string };

/**
 * Writes products, new and changed, with their variations, quantities and history: one statement a kind, however many
 * they are. The rows of those that change must be locked. A taken product code breaks `products_code`.
 */
export async function writeProducts(tx: Tx, writer: Writer, writes: ProductWrite[]): Promise<void> {
  const { merchantId, actor } = writer;
  const fresh = writes.filter((write) => write.isNew);
  const changed = writes.filter((write) => !write.isNew);
  const row = ({ id, columns, lastSerial, steps }: ProductWrite) => {
    const added = steps.filter((step) => step.before === null).length;
    return {
      ...columns,
      id,
      questions: JSON.stringify(columns.questions),
      lastVariationSerial: lastSerial + added,
    };
  };
  await insertProducts(
    tx,
    fresh.map((write) => ({ ...row(write), merchantId, serial: write.serial })),
  );
  await changeProducts(tx, merchantId, changed.map(row));
  await writeVariations(tx, writer, writes);
  await deleteVariations(
    tx,
    merchantId,
    changed.flatMap((write) => write.removedIds),
  );
  await addEvents(
    tx,
    merchantId,
    actor,
    writes.map(({ id, isNew }) => ({ productId: id, event: isNew ? "productRegistered" : "productChanged" })),
  );
}

async function writeVariations(tx: Tx, { merchantId, actor }: Writer, writes: ProductWrite[]): Promise<void> {
  const isAdded = (step: Step) => step.before === null;
  if (writes.some(({ steps }) => steps.some(isAdded))) {
    const number = await merchantNumber(tx, merchantId);
    const rows = writes.flatMap((write) =>
      write.steps.filter(isAdded).map((step, index) => {
        const serial = write.lastSerial + index + 1;
        const named = systemProductNumber(number, write.serial, serial);
        const own = { merchantId, id: step.id, productId: write.id, serial, systemProductNumber: named };
        return { ...own, ...step.values };
      }),
    );
    await insertVariations(tx, rows);
  }
  const steps = writes.flatMap((write) => write.steps);
  const entries = steps.flatMap((step) => {
    const row = { id: step.id, ...step.values, quantity: step.before?.quantity ?? null };
    if (row.quantity === step.stock.quantity) return [];
    const cause = step.stock.awaitsFirstSync ? "linked" : step.before === null ? "registered" : "edited";
    return [{ ...moveTo(row, step.stock.quantity), cause, actor }];
  });
  // Only a row with the flag holds a quantity: it is blank before the flag goes, and set after the flag came.
  await writeMovements(
    tx,
    merchantId,
    entries.filter((entry) => entry.quantity === null),
  );
  await changeVariations(tx, merchantId, steps.filter(isChanged).map(changeOf));
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

/** Linked otherwise than before, what Smaregi told of the old product counts no more. */
function changeOf({ id, before, values, stock }: Step) {
  const relinked = values.smaregiProductId !== before?.smaregiProductId || stock.awaitsFirstSync;
  return { id, ...values, relinked };
}
