import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError } from "../kit/errors.ts";
import { newId } from "../kit/ids.ts";
import type { Sale } from "../kit/tables.ts";
import { readFailure } from "../link-log/read-log.ts";
import { markHandled, settleFailures, type FailureRow } from "../link-log/store.ts";
import { saleOf } from "../orders/lines.ts";
import { addLog, behindOrders, readLines, readMoney } from "../orders/store.ts";
import { wake } from "../tasks.ts";
import { handle, registerAnew, send } from "../transactions/press.ts";
import { isHere, isRestless, saleKey } from "../transactions/rules.ts";
import { lockLink, ordersAmong, type LinkedOrder } from "../transactions/store.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { linkPlace } from "../place/store.ts";
import { applyCourse, lockMoved } from "./apply-course.ts";
import { fullWaitMs } from "./rules.ts";

type Repair = { merchantId: string; actor: string; id: string };

const closed = { ja: "この連携ログは対応済みです。", en: "This log entry was closed before." };
const passed = {
  ja: "この受注はその後に編集またはキャンセルされ、送り直すものはありません。",
  en: "The order was edited or cancelled since: there is nothing of this to send again.",
};
const underWay = {
  ja: "いまスマレジに送信しています。結果を待ってから操作してください。",
  en: "It is being sent to Smaregi just now: wait for its result.",
};

/**
 * 送り直す (B4): reads again after a failed reading; for a failed call of an order, looks in Smaregi first and makes the call only if it
 * was not done. Safe to press twice, or by two people at once: work that is under way is only hurried. Throws 409 if the entry is
 * closed.
 */
export async function sendAgain(ctx: Context, input: Repair): Promise<void> {
  const { merchantId, actor } = input;
  const failure = await readFailure(ctx, input);
  if (failure.state !== "open") throw new AppError("log_entry_closed", closed);
  await transact(ctx.db, async (tx) => {
    const { orderId, smaregiProductId } = failure;
    if (orderId !== null) {
      const isSent = await sendIn(tx, { merchantId, actor, orderId });
      if (!isSent) await closePassed(tx, merchantId, failure);
    } else if (smaregiProductId !== null) await askForStock(tx, merchantId, [smaregiProductId], "askedAgain");
  });
}

/** The order is as it should be, so its entry is out of date: the press closes it. */
async function closePassed(tx: Tx, merchantId: string, failure: FailureRow): Promise<void> {
  if (!(await markHandled(tx, merchantId, failure.id))) throw new AppError("log_entry_closed", passed);
}

/**
 * Sends orders that are behind (P6): these, or all of the merchant's. Skips IDs that are no orders of the merchant. Returns how many
 * are under way.
 */
export async function sendOrdersAgain(
  ctx: Context,
  { merchantId, actor, orderIds }: { merchantId: string; actor: string; orderIds: string[] | "behind" },
): Promise<{ sent: number }> {
  let sent = 0;
  // Oldest first, each by itself, so that one that cannot be sent stops no other.
  for (const orderId of await ordersToSend(ctx, { merchantId, orderIds })) {
    const isSent = await transact(ctx.db, (tx) => sendIn(tx, { merchantId, actor, orderId }));
    if (isSent) sent += 1;
  }
  return { sent };
}

/** The orders that a press is about, oldest first. */
export async function ordersToSend(
  ctx: Context,
  { merchantId, orderIds }: { merchantId: string; orderIds: string[] | "behind" },
): Promise<string[]> {
  if (orderIds === "behind") return (await behindOrders(ctx.db, merchantId)).toSorted();
  return await ordersAmong(ctx.db, merchantId, orderIds);
}

/** Asks for one order to be sent, in the caller's transaction. Returns false if nothing is left to send. */
export async function sendIn(
  tx: Tx,
  { merchantId, actor, orderId }: { merchantId: string; actor: string; orderId: string },
): Promise<boolean> {
  const order = await lockLink(tx, merchantId, orderId);
  const { link, status } = order;
  const isOff = link.follows === "off";
  const isHalted = link.rows.some((row) => isHere(row) && row.halt !== null);
  if (link.follows === "on" && !isHalted && !isRestless(link)) return false;
  // It was cancelled before anything was sent: there is nothing to tell Smaregi.
  if (isOff && status === "cancelled" && !link.rows.some(isHere)) return false;
  const sale = await saleNow(tx, merchantId, order);
  const wantedKey = sale === null ? null : saleKey(sale);
  const rows = await lockMoved(tx, merchantId, order, sale);
  const place = await linkPlace(tx, merchantId);
  const wanted = sale === null || wantedKey === link.wantedKey ? link : { ...link, wantedKey };
  const course = send(wanted, sale, { now: place.now, newId });
  await applyCourse(tx, { merchantId, place, actor }, order, { ...course, read: productsOf(rows) }, rows);
  // A second press adds no second entry to the log.
  const isSaid = link.follows === "on" && link.rows.every((row) => !isHere(row) || row.again);
  if (!isSaid)
    await addLog(tx, {
      merchantId,
      orderId,
      actor,
      event: "sendingAgain",
      fact: { kind: "sendingAgain", data: {} },
    });
  await wake(tx, "sendOrders", [merchantId]);
  return true;
}

/**
 * 登録し直す (P7): cancels this row's transaction, which holds another sale, and registers the order again. Returns false if there is
 * nothing to do.
 */
export async function registerOrderAnew(
  ctx: Context,
  input: { merchantId: string; actor: string; orderId: string; rowId: string },
): Promise<boolean> {
  const { merchantId, actor, orderId, rowId } = input;
  return await transact(ctx.db, async (tx) => {
    const order = await lockLink(tx, merchantId, orderId);
    const sale = await saleNow(tx, merchantId, order);
    if (sale === null) return false;
    const rows = await lockMoved(tx, merchantId, order, sale);
    const place = await linkPlace(tx, merchantId);
    const course = registerAnew(order.link, rowId, sale, { now: place.now, newId });
    if (course === null) return false;
    await applyCourse(tx, { merchantId, place, actor }, order, course, rows);
    const event = "sendingAgain";
    const fact = { kind: "registeringAnew", data: {} } as const;
    await addLog(tx, { merchantId, orderId, actor, event, fact });
    await wake(tx, "sendOrders", [merchantId]);
    return true;
  });
}

const productsOf = (rows: { smaregiProductId: string | null }[]): string[] =>
  rows.flatMap((row) => row.smaregiProductId ?? []);

/** The sale that Smaregi should have for the order now; null if it is cancelled. */
async function saleNow(tx: Tx, merchantId: string, order: LinkedOrder): Promise<Sale | null> {
  if (order.status === "cancelled") return null;
  const lines = await readLines(tx, merchantId, [order.orderId]);
  return saleOf(order.number, lines, await readMoney(tx, merchantId, order.orderId));
}

/**
 * 対応済みにする (B4): the merchant has fixed it by hand, so nothing of it is sent again. Throws 409 if the entry is closed, or if its call
 * is under way right now.
 */
export async function handleFailure(ctx: Context, input: Repair): Promise<void> {
  const { merchantId, actor } = input;
  const failure = await readFailure(ctx, input);
  await transact(ctx.db, async (tx) => {
    const { orderId } = failure;
    if (!(await markHandled(tx, merchantId, failure.id))) throw new AppError("log_entry_closed", closed);
    if (orderId !== null) await handleIn(ctx, tx, { merchantId, actor, orderId });
  });
}

/** 対応済みにする for an order, in the caller's transaction. Throws 409 while a call of it is out or may still take effect. */
export async function handleIn(
  ctx: Context,
  tx: Tx,
  { merchantId, actor, orderId }: { merchantId: string; actor: string; orderId: string },
): Promise<void> {
  const order = await lockLink(tx, merchantId, orderId);
  const rows = await lockMoved(tx, merchantId, order);
  const place = await linkPlace(tx, merchantId);
  const sale = await saleNow(tx, merchantId, order);
  const boundMs = fullWaitMs(ctx.settings);
  const course = handle(order.link, sale, { now: place.now, newId, boundMs });
  if (course === null) throw new AppError("log_entry_busy", underWay);
  if (course.link === order.link) return;
  await applyCourse(tx, { merchantId, place, actor }, order, course, rows);
  await settleFailures(tx, merchantId, { orderIds: [orderId] }, "handled");
  await addLog(tx, {
    merchantId,
    orderId,
    actor,
    event: "handledByHand",
    fact: { kind: "handledByHand", data: {} },
  });
  await wake(tx, "sendOrders", [merchantId]);
}
