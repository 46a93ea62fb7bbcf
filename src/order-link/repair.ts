import type { Context } from "../context.ts";
import type { Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import type { OrderStatus } from "../kit/tables.ts";
import { readFailure } from "../link-log/read-log.ts";
import { markHandled, type FailureRow } from "../link-log/store.ts";
import { stockOfStep } from "../orders/rules.ts";
import { wake } from "../tasks.ts";
import { askForStock } from "../waiting/ask-for-stock.ts";
import { forgetStock, lockOrderRow, noteLink } from "../waiting/store.ts";
import { stepsToReopen } from "./rules.ts";
import { addOrderLog, lockSteps, reopenStep, updateOperation, type OperationRow } from "./store.ts";

type Repair = { merchantId: string; actor: string; id: string };

const closed = {
  ja: "この連携ログは対応済みです。",
  en: "This log entry was closed before.",
};
const passed = {
  ja: "この受注はその後に編集またはキャンセルされ、送り直すものはありません。",
  en: "The order was edited or cancelled since: there is nothing of this to send again.",
};
const underWay = {
  ja: "いまスマレジに送信しています。結果を待ってから操作してください。",
  en: "It is being sent to Smaregi just now: wait for its result.",
};
const sendingAgain = {
  event: "sendingAgain",
  message: "スマレジ連携: 送り直します。先にスマレジ側の状態を確認します。",
  transactionId: null,
} as const;

/**
 * 送り直す (B4): a failed reading is read again; a failed registration or cancellation is first looked for in Smaregi and
 * sent only if it is not there. Safe to press twice, and by two people at once: what is under way is left alone. 409
 * where the entry is closed, or the order has gone on without it.
 */
export async function sendAgain(ctx: Context, input: Repair): Promise<void> {
  const { merchantId } = input;
  const failure = await readFailure(ctx, input);
  if (failure.state !== "open") throw new AppError("log_entry_closed", closed);
  await ctx.db.transaction().execute(async (tx) => {
    const { orderId, smaregiProductId } = failure;
    if (orderId !== null) await reopenOrder(tx, { ...input, orderId, failure });
    else if (smaregiProductId !== null) await askForStock(tx, merchantId, [smaregiProductId], "askedAgain");
  });
}

/** The same for an order whose failed step was seen to stand in Smaregi: the look before the sending puts it right. */
export async function reopenForSending(
  ctx: Context,
  { merchantId, actor, orderId }: { merchantId: string; actor: string; orderId: string },
): Promise<void> {
  await ctx.db.transaction().execute(async (tx) => {
    const status = await lockOrderRow(tx, merchantId, orderId);
    const steps = await lockSteps(tx, merchantId, orderId);
    await reopenSteps(tx, { merchantId, actor, orderId, status }, steps);
  });
}

async function reopenOrder(
  tx: Tx,
  { merchantId, actor, orderId, failure }: Repair & { orderId: string; failure: FailureRow },
): Promise<void> {
  const status = await lockOrderRow(tx, merchantId, orderId);
  const steps = await lockSteps(tx, merchantId, orderId);
  const own = steps.find((step) => step.id === failure.operationId);
  if (own !== undefined && own.state !== "failed" && own.state !== "dropped") {
    return await hurry(tx, own, actor);
  }
  const isReopened = await reopenSteps(tx, { merchantId, actor, orderId, status }, steps);
  if (!isReopened) throw new AppError("log_entry_closed", passed);
}

async function reopenSteps(
  tx: Tx,
  {
    merchantId,
    actor,
    orderId,
    status,
  }: { merchantId: string; actor: string; orderId: string; status: OrderStatus },
  steps: OperationRow[],
): Promise<boolean> {
  const reopened = stepsToReopen(steps, status === "cancelled");
  if (reopened.length === 0) return false;
  for (const step of reopened) {
    const stock = stockOfStep(step, steps);
    await reopenStep(tx, merchantId, { id: step.id, wasSent: step.attempts > 0, stock });
  }
  await addOrderLog(tx, { ...sendingAgain, merchantId, orderId, actor });
  await noteLink(tx, merchantId, orderId);
  const products = reopened.flatMap((step) => [...stockOfStep(step, steps).keys()]);
  await askForStock(tx, merchantId, products, "askedAgain");
  await wake(tx, "sendOperations", [merchantId]);
  return true;
}

/** What is under way already, is looked for or waits, goes on at once; and is sent where it is not there, in the standard mode too. */
async function hurry(
  tx: Tx,
  { merchantId, orderId, id, state, resend }: OperationRow,
  actor: string,
): Promise<void> {
  if (state === "sending" || state === "done") return;
  await updateOperation(tx, merchantId, id, { resend: true });
  // Pressed twice, it is said once.
  if (!resend) await addOrderLog(tx, { ...sendingAgain, merchantId, orderId, actor });
  await noteLink(tx, merchantId, orderId);
  await wake(tx, "sendOperations", [merchantId]);
}

/**
 * 対応済みにする (B4): the merchant has put the thing right by hand. A step that the assured mode would send again is given up
 * with it. 409 where the entry is closed already, or its call is under way this moment.
 */
export async function handleFailure(ctx: Context, input: Repair): Promise<void> {
  const { merchantId, actor } = input;
  const failure = await readFailure(ctx, input);
  await ctx.db.transaction().execute(async (tx) => {
    const { orderId } = failure;
    if (orderId !== null) {
      await lockOrderRow(tx, merchantId, orderId);
      const steps = await lockSteps(tx, merchantId, orderId);
      const own = steps.find((step) => step.id === failure.operationId);
      if (own?.state === "sending") throw new AppError("log_entry_busy", underWay);
      if (own?.state === "waiting" || own?.state === "unclear")
        await giveUp(tx, own, { actor, products: [...stockOfStep(own, steps).keys()] });
    }
    if (!(await markHandled(tx, merchantId, failure.id))) throw new AppError("log_entry_closed", closed);
  });
}

async function giveUp(
  tx: Tx,
  step: OperationRow,
  { actor, products }: { actor: string; products: string[] },
): Promise<void> {
  const { merchantId, orderId, id } = step;
  await updateOperation(tx, merchantId, id, { state: "failed", over: true, reported: true });
  await forgetStock(tx, merchantId, [id]);
  const message = "スマレジ連携: 手作業で対応済みとされたため、送り直しを終了します。";
  await addOrderLog(tx, { merchantId, orderId, event: "handledByHand", message, transactionId: null, actor });
  await noteLink(tx, merchantId, orderId);
  // It counts as pending no more: what was read with it taken off is read again.
  await askForStock(tx, merchantId, products, "askedAgain");
}
