import { clamp } from "../../src/stock/rules.ts";
import { isBack, saleKey } from "../../src/transactions/rules.ts";
import { shownLink } from "../../src/transactions/shown.ts";
import { products, saleOf, type Cart, type Order } from "./cart.ts";
import { withheldFrom } from "./ceiling.ts";
import { isTold } from "./order-link.ts";
import { pendingOf } from "./stock.ts";

/** What must be true after every step; returns what is broken, or null. */
export function brokenNow(cart: Cart): string | null {
  for (const order of cart.orders) {
    const { length } = cart.smaregi.standing(order.id);
    // After a booking later than the full wait, two sales may exist for as long as the order reports it.
    const isExcused = order.isHandled || order.isBookedTooLate || (cart.hadTooLate && isTold(order));
    if (length > 1 && !isExcused) return `twice: order ${order.id} stands ${length} times`;
  }
  // No one could know what a person did, or what came later than any wait.
  const isUnknowable =
    cart.smaregi.transactions.some(({ changed }) => changed) ||
    cart.orders.some(
      ({ isCancelledAtTill, isHandled, isBookedTooLate }) =>
        isCancelledAtTill || isHandled || isBookedTooLate,
    );
  for (const { id, smaregiProductId, syncedAt, quantity, ceiling } of cart.variations) {
    if (isUnknowable || smaregiProductId === null || syncedAt === null) continue;
    if ((quantity ?? 0) > Math.max(0, ceiling))
      return `oversold: ${id} shows ${quantity}, and ${ceiling} may be sold (P1)`;
  }
  return cart.misdeeds[0] ?? null;
}

/** What must be true when all is at rest and the link is live; returns what is broken, or null. */
export function brokenAtRest(cart: Cart): string | null {
  for (const order of cart.orders) {
    const broken = brokenOrder(cart, order);
    if (broken !== null) return broken;
  }
  for (const product of products) {
    const pending = pendingOf(cart, product, afterAll);
    if (pending !== 0) return `pending: ${pending} of ${product} at rest`;
  }
  for (const variation of cart.variations) {
    const { id, smaregiProductId, syncedAt, quantity } = variation;
    if (smaregiProductId === null) continue;
    if (syncedAt === null) return `unread: ${id} was never read`;
    const there = cart.smaregi.stockOf(cart.placeName, smaregiProductId);
    const withheld = withheldFrom(cart, variation);
    if (quantity !== clamp(there - withheld))
      return `stock: ${id} shows ${quantity}; Smaregi has ${there}, ${withheld} of it kept back (F4)`;
  }
  return null;
}

const afterAll = new Date(8.64e15);

function brokenOrder(cart: Cart, order: Order): string | null {
  const { id, cancelled, isHandled, isBookedTooLate, isCancelledAtTill } = order;
  const standing = cart.smaregi.standing(id);
  const sale = saleOf(order);
  const isSo =
    sale === null
      ? standing.length === 0
      : standing.length === 1 && standing[0] !== undefined && saleKey(standing[0].sale) === saleKey(sale);
  // Another sale in Smaregi is for 差異チェック to find and for a person to judge.
  const isChanged = standing.some(({ changed }) => changed);
  const { state } = shownLink(order.link);
  if (isHandled || isBookedTooLate) return null;
  if (order.link.rows.some((row) => isBack(row, cart.at)))
    return `left: order ${id} does not go on in the contract that the cart is back in`;
  if (state === "sending") return `unended: order ${id} is shown as being sent, at rest`;
  const isAlarm = state === "failed" && order.link.follows === "on";
  if (isAlarm && isSo && !isCancelledAtTill && !isChanged)
    return `false alarm: order ${id} shows as failed and stands as it should`;
  if (isTold(order)) return null;
  if (cancelled && standing.length > 0) return `sold: cancelled order ${id} stands, and nobody is told`;
  if (!cancelled && standing.length === 0 && !isCancelledAtTill)
    return `missing: order ${id} does not stand, and nobody is told`;
  if (standing.length > 1) return `twice: order ${id} stands ${standing.length} times at rest`;
  if (!cancelled && standing.length === 1 && !isSo && !isChanged)
    return `old lines: order ${id} shows as registered with other lines`;
  return null;
}
