import {
  decide,
  isAt,
  isBack,
  isRestless,
  keepOf,
  piecesOfSale,
  type TransactionRow,
} from "../../src/transactions/rules.ts";
import { dispose, handle, registerAnew, see, send, type Seen } from "../../src/transactions/press.ts";
import { shownLink } from "../../src/transactions/shown.ts";
import { cutShort, dropped, goingOut, halted, renew, resumed } from "../../src/transactions/claimed.ts";
import { only, type Course } from "../../src/transactions/course.ts";
import { hear, isStillOurs, type Told } from "../../src/transactions/told.ts";
import { saleOf, type Call, type Cart, type Order } from "./cart.ts";
import { ticksInMs, timeLimit } from "./clock.ts";
import { applyCourse } from "./orders.ts";
import { fullWaitMs, hadToWait, toldBy } from "./wire.ts";

/*
 * The product's worker without its database: the same functions in the same order as `src/order-link/`, one step per event,
 * so that anything may happen between two steps.
 */

const rowOf = (order: Order, id: string): TransactionRow => {
  const row = order.link.rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(`order ${order.id} has no row ${id}`);
  return row;
};

function put(order: Order, row: TransactionRow): void {
  order.link = { ...order.link, rows: order.link.rows.map((each) => (each.id === row.id ? row : each)) };
}

/** Decides and claims an order's next step (`claim.ts`). "done": written without a call. Null: nothing is due. */
export function claim(cart: Cart, order: Order): Call | "done" | null {
  // The worker finds only orders whose row says that there is work.
  if (!isRestless(order.link) && !order.link.rows.some((row) => isBack(row, cart.at))) return null;
  const next = decide(order.link, cart.at);
  if (next.do === "nothing" || next.do === "wait") return null;
  const { clock, newId } = cart;
  const now = clock.now();
  const { row } = next;
  const call = (what: Told["call"], own: TransactionRow): Call => {
    const fence = { rowId: own.id, fence: own.registers + own.cancels };
    return { order, what, row: own, claim: fence, claimedAt: now, sentAt: null, met: null };
  };
  switch (next.do) {
    case "look":
      return call("look", row);
    case "cancel":
    case "register": {
      const out = goingOut(row, next.do, cart.place, now);
      put(order, out);
      noteMisdeeds(cart, order, next.do, out);
      return call(next.do, out);
    }
    case "drop":
      applyCourse(cart, order, dropped(order.link, row, now));
      return "done";
    case "halt":
      applyCourse(cart, order, halted(order.link, row, next.halt, now));
      return "done";
    case "resume":
      applyCourse(cart, order, resumed(order.link, row, now));
      return "done";
    case "renew": {
      const link = renew(order.link, row, { now, newId });
      applyCourse(cart, order, only(link));
      return "done";
    }
    default:
      return next satisfies never;
  }
}

/** Records a call that must never be made, whatever its result. */
function noteMisdeeds(cart: Cart, order: Order, what: "register" | "cancel", row: TransactionRow): void {
  const { misdeeds, mode, place } = cart;
  if (what === "register" && (row.saleKey !== order.link.wantedKey || order.link.follows !== "on"))
    misdeeds.push(`stale: a sale that order ${order.id} does not want is sent`);
  if (row.place?.contractId !== place.contractId)
    misdeeds.push(`contract: a ${what} of order ${order.id} goes to a former contract`);
  const made = what === "register" ? `register ${row.saleKey} in ${cart.placeName}` : `cancel ${row.id}`;
  if (mode === "standard" && order.made.has(made))
    misdeeds.push(`repeat: order ${order.id} repeats a ${what} in the standard mode (F3)`);
  order.made.add(made);
}

/** True if a call may still go out: asked before the first byte of each call that had to wait (`act.ts`). */
export function mayGo(cart: Cart, call: Call): boolean {
  if (call.what === "look" || !hadToWait(cart, call)) return true;
  const row = rowOf(call.order, call.row.id);
  const isOurs = cart.wrong === "noFence" || isStillOurs(row, call.claim, call.what);
  const { contractId, storeId } = row.place ?? cart.place;
  const isHere =
    call.what === "cancel" ? contractId === cart.place.contractId : isAt({ contractId, storeId }, cart.place);
  const goes = isOurs && cart.live && isHere;
  if (goes) put(call.order, { ...row, sentAt: cart.clock.now() });
  return goes;
}

/** Writes the result of a call (`record.ts`). */
export function record(cart: Cart, call: Call): void {
  const told = toldBy(cart, call);
  if (told === null) return;
  const { order } = call;
  const row = rowOf(order, call.row.id);
  const now = cart.clock.now();
  const course = hear(order.link, claimOf(cart, call, row), told, {
    now,
    mode: cart.modeSeen,
    newId: cart.newId,
    boundMs: cart.wrong === "noFullWait" ? ticksInMs(1) : fullWaitMs,
    backMs: ticksInMs(2 ** Math.min(row.registers + row.cancels, 5)),
  });
  const isDeaf = cart.wrong === "noReadingAfterALook" && call.what === "look";
  applyCourse(cart, order, isDeaf ? { ...course, read: [], readIfRead: [] } : course);
}

const claimOf = (cart: Cart, call: Call, row: TransactionRow) =>
  cart.wrong === "noFence" ? { ...call.claim, fence: row.registers + row.cancels } : call.claim;

/** A process has died: the next one finds its open calls (`takeOver`). */
export function takeOver(cart: Cart): void {
  for (const order of cart.orders)
    if (order.link.rows.some(({ state }) => state === "sending" || state === "cancelling"))
      order.link = cutShort(order.link, cart.clock.now(), ticksInMs(timeLimit));
}

/** True if an order shows that a person has to act or to know. */
export function isTold({ link }: Order): boolean {
  const { state } = shownLink(link);
  return state === "failed" || state === "off";
}

/** 送り直す (`repair.ts`). */
export function pressSend(cart: Cart, order: Order): void {
  const sale = saleOf(order);
  const isNothing = order.link.follows === "off" && order.cancelled && order.link.rows.every(isGone);
  if (isNothing) return;
  order.made.clear();
  const course = send(order.link, sale, { now: cart.clock.now(), newId: cart.newId });
  applyCourse(cart, order, withAllRead(course));
}

/** 打消する (`press-order.ts`). */
export function pressDispose(cart: Cart, order: Order): void {
  const course = dispose(order.link, { now: cart.clock.now() });
  if (course === null) return;
  order.made.clear();
  applyCourse(cart, order, course);
}

/** 登録し直す (`repair.ts`), if 差異チェック finds another sale under the order's row. */
export function pressRegisterAnew(cart: Cart, order: Order): void {
  const sale = saleOf(order);
  const row = keepOf(order.link);
  const place = row?.place ?? null;
  if (sale === null || row === undefined || place === null || !isAt(place, cart.place)) return;
  if (cart.smaregi.find(place.contractId, row.transactionId)?.changed !== true) return;
  const course = registerAnew(order.link, row.id, sale, { now: cart.clock.now(), newId: cart.newId });
  if (course === null) return;
  order.made.clear();
  applyCourse(cart, order, course);
}

/** 対応済み: the merchant has corrected the failure in Smaregi, and confirms it. */
export function pressHandled(cart: Cart, order: Order): void {
  const course = handle(order.link, saleOf(order), {
    now: cart.clock.now(),
    newId: cart.newId,
    boundMs: fullWaitMs,
  });
  if (course === null) return;
  for (const { state, halt, place, transactionId } of order.link.rows) {
    const own = cart.smaregi.find(place?.contractId ?? "", transactionId);
    if (state !== "standing" || halt === null || own === undefined) continue;
    own.closed = false;
    cart.smaregi.cancel(own.place.contractId, own.id);
  }
  order.isHandled = true;
  order.made.clear();
  applyCourse(cart, order, course);
}

const isGone = ({ state }: TransactionRow): boolean => state === "gone";

const withAllRead = (course: Course): Course => {
  return { ...course, read: course.link.rows.flatMap(({ sale }) => [...piecesOfSale(sale).keys()]) };
};

/** 差異チェック (`compare-orders.ts`): Smaregi's list of this place, row by row. */
export function reconcile(cart: Cart): void {
  const { contractId, storeId } = cart.place;
  for (const order of cart.orders) {
    const sent = order.link.rows.filter(
      ({ place }) => place?.contractId === contractId && place.storeId === storeId,
    );
    for (const row of sent) {
      const { id, transactionId } = row;
      const listed = cart.smaregi.under(contractId, id);
      const own = listed.find((each) => each.id === transactionId);
      const seen: Seen = {
        of: row,
        own: own === undefined ? "notListed" : own.cancelled ? "cancelled" : "stands",
        standing: listed.filter((each) => !each.cancelled).map((each) => each.id),
      };
      const course = see(order.link, id, seen, { now: cart.clock.now(), newId: cart.newId });
      if (course.link !== order.link) applyCourse(cart, order, course);
    }
  }
}

/** When an order's next step is due; null: nothing waits for a time. */
export function dueTick(cart: Cart, order: Order): number | null {
  const next = decide(order.link, cart.at);
  return next.do === "wait" ? cart.clock.dueTick(next.until) : null;
}
