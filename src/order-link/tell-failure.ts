import type { Tx } from "../kit/database.ts";
import { addFailures } from "../link-log/store.ts";
import { addLog } from "../orders/store.ts";
import type { StoredRow } from "../transactions/store.ts";
import { texts } from "./texts.ts";

/** Writes a failed call of an order's transaction into スマレジ連携ログ (F1) and the order's log (O5); `next`: what goes on by itself. */
export async function tellFailure(
  tx: Tx,
  { merchantId, orderId, row }: { merchantId: string; orderId: string; row: StoredRow },
  failed: { call: "register" | "cancel"; status: number | null; reason: string; next: string },
): Promise<void> {
  const { status, reason, next } = failed;
  const isCancel = failed.call === "cancel";
  const call = isCancel ? ("transactionCancel" as const) : ("transactionRegister" as const);
  await addFailures(tx, merchantId, [{ call, orderId, rowId: row.id, status, reason }]);
  const event = isCancel ? "cancellationFailed" : "registrationFailed";
  const message = texts.failed(failed.call, reason, next);
  const { transactionId } = row;
  await addLog(tx, { merchantId, orderId, event, message, transactionId, actor: "smaregi" });
}
