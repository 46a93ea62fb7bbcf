import type { Fact } from "../facts/fact.ts";
import { together } from "../facts/tell.ts";
import type { Tx } from "../kit/database.ts";
import { addFailures } from "../link-log/store.ts";
import { addLog } from "../orders/store.ts";
import type { StoredRow } from "../transactions/store.ts";

/**
 * Writes a failed call of an order's transaction into スマレジ連携ログ (F1) and the order's log (O5). `reasons`: what it met, in that order;
 * `next`: what happens next by itself.
 */
export async function tellFailure(
  tx: Tx,
  { merchantId, orderId, row }: { merchantId: string; orderId: string; row: StoredRow },
  failed: Extract<Fact, { kind: "callFailed" }>["data"] & { status: number | null },
): Promise<void> {
  const { status, ...data } = failed;
  const fact = { kind: "callFailed", data } as const;
  const isCancel = failed.call === "cancel";
  const call = isCancel ? ("transactionCancel" as const) : ("transactionRegister" as const);
  await addFailures(tx, merchantId, [
    { call, orderId, rowId: row.id, status, fact: together(data.reasons) ?? fact },
  ]);
  const event = isCancel ? "cancellationFailed" : "registrationFailed";
  const { transactionId } = row;
  await addLog(tx, { merchantId, orderId, event, fact, transactionId, actor: "smaregi" });
}
