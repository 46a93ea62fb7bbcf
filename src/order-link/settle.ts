import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { addFailures, settleFailures } from "../link-log/store.ts";
import { stockOfSale } from "../orders/rules.ts";
import { lockSynced } from "../stock/store.ts";
import { askForStock } from "../waiting/ask-for-stock.ts";
import { forgetStock, lockOrderRow, noteLink } from "../waiting/store.ts";
import type { Verdict } from "./rules.ts";
import {
  addOrderLog,
  confirmStock,
  lockOperation,
  stockOf,
  updateOperation,
  type OperationRow,
} from "./store.ts";

/**
 * Writes what became of a step, in one transaction: its state, the order's log (O5), the integration log (F1), and
 * what it means for the stock. `notLinked`: Smaregi products that the transaction names but Smaregi does not know.
 */
export async function settle(
  ctx: Context,
  operation: OperationRow,
  verdict: Verdict,
  notLinked: string[] = [],
): Promise<void> {
  const { merchantId, id } = operation;
  const products = await stockOf(ctx.db, merchantId, id);
  await ctx.db.transaction().execute(async (tx) => {
    await lockOrderRow(tx, merchantId, operation.orderId);
    // Readings of these products wait for this lock: each is applied either before the confirmation, and found
    // here, or after it, and finds it itself.
    const rows = products.length === 0 ? [] : await lockSynced(tx, merchantId, products);
    const since = (row: { syncedAt: Date | null }) =>
      row.syncedAt !== null && row.syncedAt >= operation.createdAt;
    const unsure = rows.flatMap((row) => (since(row) ? (row.smaregiProductId ?? []) : []));
    const current = await lockOperation(tx, merchantId, id);
    // Smaregi's own word is the last one: an answer that comes late still tells what stands there.
    if (current.state === "done" || current.state === "dropped") return;
    // Handled by hand while it was looked for, or taken over by another process: only that it is done is still news.
    const isOurs = current.state === operation.state && current.attempts === operation.attempts;
    if (verdict.state !== "done" && !isOurs) return;
    // It was given up, and Smaregi booked it after all: nothing counted it since.
    const late =
      current.state === "failed" && current.sale !== null ? [...stockOfSale(current.sale).keys()] : [];
    // What was only found done, perhaps by another's hand, or was unclear until now, may have moved the stock when
    // nobody here knew: it is read again, like what was read while it was under way.
    // A cancellation that is answered well may have found nothing left to cancel: the till did it, and its notification came before.
    const mayHaveBeenDone = current.kind === "cancel" || (verdict.state === "done" && verdict.byLook);
    if (verdict.state === "done")
      await confirm(
        tx,
        current,
        verdict,
        [...(mayHaveBeenDone ? products : unsure), ...late, ...notLinked],
        notLinked,
      );
    else if (verdict.state === "failed")
      await fail(tx, current, verdict, current.state === "unclear" ? products : unsure);
    else await goOn(tx, current, verdict);
    await noteLink(tx, merchantId, operation.orderId);
  });
  if (verdict.state === "done" || verdict.state === "failed") {
    ctx.metrics.operations.inc({ kind: operation.kind, state: verdict.state });
  }
}

async function confirm(
  tx: Tx,
  operation: OperationRow,
  verdict: Extract<Verdict, { state: "done" }>,
  toRead: string[],
  notLinked: string[],
): Promise<void> {
  const { merchantId, id, orderId, kind } = operation;
  const { transactionId } = verdict;
  const registered = kind === "register" ? { transactionId } : {};
  await updateOperation(tx, merchantId, id, { state: "done", error: null, over: true, ...registered });
  await confirmStock(tx, merchantId, id);
  const event = kind === "register" ? "transactionRegistered" : "transactionCancelled";
  const done = kind === "register" ? "取引登録" : "取引取消";
  const how = verdict.byLook ? "スマレジ側で確認できました" : "成功しました";
  const unknown =
    notLinked.length === 0 ? "" : ` スマレジにない商品ID(${notLinked.join("、")})の在庫は動いていません。`;
  const message = `スマレジ連携: ${done}が${how}(取引ID: ${transactionId})。${unknown}`;
  await addOrderLog(tx, { merchantId, orderId, event, message, transactionId });
  if (operation.reported) await settleFailures(tx, merchantId, { operationIds: [id] }, "repaired");
  // What failed of the order before is made good by a registration of what it holds now.
  if (kind === "register" && operation.seq > 1) {
    await settleFailures(tx, merchantId, { orderIds: [orderId] }, "repaired");
  }
  await askForStock(tx, merchantId, toRead, "orderConfirmed");
}

async function fail(
  tx: Tx,
  operation: OperationRow,
  verdict: Extract<Verdict, { state: "failed" }>,
  toRead: string[],
): Promise<void> {
  const { merchantId, id } = operation;
  await updateOperation(tx, merchantId, id, {
    state: "failed",
    error: verdict.reason,
    over: true,
    reported: true,
  });
  await forgetStock(tx, merchantId, [id]);
  await report(tx, operation, verdict);
  await askForStock(tx, merchantId, toRead, "registrationFailed");
}

async function goOn(
  tx: Tx,
  operation: OperationRow,
  verdict: Extract<Verdict, { state: "waiting" | "unclear" }>,
): Promise<void> {
  const { merchantId, id } = operation;
  const telling = verdict.state === "waiting" ? verdict.retryMs > 0 : verdict.report;
  const tell = telling && !operation.reported;
  await updateOperation(tx, merchantId, id, {
    state: verdict.state,
    retryMs: verdict.retryMs,
    // What the call met stays; what the looks after it tell comes anew each time.
    error: operation.state === "unclear" && verdict.state === "unclear" ? operation.error : verdict.reason,
    looks: operation.state === "unclear" ? operation.looks + 1 : operation.looks,
    ...(verdict.state === "unclear" && operation.state === "sending" && verdict.status !== null
      ? { answeredAt: new Date(), answeredStatus: verdict.status }
      : {}),
    ...(verdict.state === "unclear" && verdict.sentAt ? { sentAt: verdict.sentAt } : {}),
    ...(tell ? { reported: true } : {}),
  });
  if (tell) await report(tx, operation, verdict);
}

async function report(
  tx: Tx,
  operation: OperationRow,
  failure: { status: number | null; reason: string; state: Verdict["state"] },
): Promise<void> {
  const { merchantId, orderId, id, kind } = operation;
  const call = kind === "register" ? ("transactionRegister" as const) : ("transactionCancel" as const);
  const { reason } = failure;
  const status = failure.status ?? operation.answeredStatus;
  await addFailures(tx, merchantId, [{ call, orderId, operationId: id, status, reason }]);
  const event = kind === "register" ? "registrationFailed" : "cancellationFailed";
  const what = kind === "register" ? "取引登録" : "取引取消";
  const next = {
    failed: "",
    done: "",
    waiting: " 自動で再送します。",
    unclear: " スマレジ側の結果を引き続き確認しています。",
  }[failure.state];
  const message = `スマレジ連携: ${what}に失敗しました。${reason}${next}`;
  await addOrderLog(tx, { merchantId, orderId, event, message, transactionId: operation.transactionId });
}
