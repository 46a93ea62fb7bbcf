import type { Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import type { Sale } from "../kit/tables.ts";
import { wake } from "../tasks.ts";
import { addOperations, dropOperations, type NewOperation } from "../waiting/store.ts";
import { planOperations, stockOfSale, type Operation } from "./rules.ts";

/**
 * Writes what Smaregi has to be told of an order (`sale`: as it is now; null: cancelled), in the transaction
 * of the change, and wakes the merchant. `existing`: the order's operations, locked. Nothing where the link is
 * not `live` (C3, C5), except that what was never sent is dropped.
 */
export async function askSmaregi(
  tx: Tx,
  { merchantId, orderId, live }: { merchantId: string; orderId: string; live: boolean },
  existing: Operation[],
  sale: Sale | null,
): Promise<void> {
  const { drop, add } = planOperations(existing, sale);
  await dropOperations(tx, merchantId, drop);
  if (add.length === 0 || !live) return;
  const firstSeq = (existing.at(-1)?.seq ?? 0) + 1;
  const operations = add.map((step, index): NewOperation => {
    const cancelled = existing.find((operation) => operation.id === step.cancelsId)?.sale ?? null;
    const stock = step.sale !== null ? stockOfSale(step.sale) : givenBack(cancelled);
    return { ...step, id: newId(), seq: firstSeq + index, stock };
  });
  await addOperations(tx, merchantId, orderId, operations);
  await wake(tx, "sendOperations", [merchantId]);
}

function givenBack(sale: Sale | null): Map<string, number> {
  const taken = sale === null ? [] : [...stockOfSale(sale)];
  return new Map(taken.map(([product, change]) => [product, -change]));
}
