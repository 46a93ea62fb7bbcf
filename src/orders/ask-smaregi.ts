import type { Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { settleFailures } from "../link-log/store.ts";
import type { Sale } from "../kit/tables.ts";
import { wake } from "../tasks.ts";
import { askForStock } from "../waiting/ask-for-stock.ts";
import { addOperations, dropOperations, offReason, type NewOperation } from "../waiting/store.ts";
import { addLog } from "./store.ts";
import { planOperations, stockOfSale, stockOfStep, type Operation } from "./rules.ts";

/**
 * Writes what Smaregi has to be told of an order (`sale`: as it is now; null: cancelled), in the transaction
 * of the change, and wakes the merchant. `existing`: the order's operations, locked. Where the link is not `live`
 * (C3, C5) nothing is told, which the order's log says; but what was never sent is dropped.
 */
export async function askSmaregi(
  tx: Tx,
  { merchantId, orderId, live }: { merchantId: string; orderId: string; live: boolean },
  existing: Operation[],
  sale: Sale | null,
): Promise<void> {
  const { drop, add } = planOperations(existing, sale);
  await dropOperations(tx, merchantId, drop);
  if (drop.length > 0) await settleFailures(tx, merchantId, { operationIds: drop }, "handled");
  // Where a registration failed, a sync may have brought Smaregi's number back since (F4), and what the order has just given back
  // would stand on top of it: nothing else has it read.
  if (live) await askForStock(tx, merchantId, failedProducts(existing), "registrationFailed");
  if (add.length === 0) return;
  if (!live) return await sayOff(tx, merchantId, orderId);
  const firstSeq = (existing.at(-1)?.seq ?? 0) + 1;
  const operations = add.map((step, index): NewOperation => {
    return { ...step, id: newId(), seq: firstSeq + index, stock: stockOfStep(step, existing) };
  });
  await addOperations(tx, merchantId, orderId, operations);
  await wake(tx, "sendOperations", [merchantId]);
}

const failedProducts = (steps: Operation[]): string[] => [
  ...new Set(
    steps.flatMap(({ state, sale }) =>
      state === "failed" && sale !== null ? [...stockOfSale(sale).keys()] : [],
    ),
  ),
];

const offTexts = {
  disabled: "スマレジ連携: 連携が無効のため、取引登録・取引取消は行いません。",
  ended: "スマレジ連携: 加盟店の契約が終了しているため、取引登録・取引取消は行いません。",
};

async function sayOff(tx: Tx, merchantId: string, orderId: string): Promise<void> {
  const reason = await offReason(tx, merchantId);
  // A shop without a connection sells without Smaregi: nothing to tell.
  if (reason === "none") return;
  await addLog(tx, { merchantId, orderId, event: "linkOff", message: offTexts[reason], actor: "smaregi" });
}
