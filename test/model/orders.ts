import type { Pieces } from "../../src/stock/rules.ts";
import { bump, newLink } from "../../src/transactions/bump.ts";
import { keepOf, piecesOfSale } from "../../src/transactions/rules.ts";
import type { Course } from "../../src/transactions/course.ts";
import { moveTo } from "../../src/stock/rules.ts";
import { saleOf, type Cart, type Order } from "./cart.ts";
import { moveForOrder, writeMovements } from "./stock.ts";

type Wanted = { variation: number; quantity: number }[];

/** Lines take the link that their variation has now. */
const linesOf = (cart: Cart, wanted: Wanted): Pieces[] =>
  wanted.flatMap(({ variation, quantity }) => {
    const row = cart.variations[variation];
    return row === undefined
      ? []
      : [{ variationId: row.id, smaregiProductId: row.smaregiProductId, quantity }];
  });

/** 受注 (O1, O2). */
export function placeOrder(cart: Cart, wanted: Wanted): void {
  const lines = linesOf(cart, wanted);
  const { live, clock, newId } = cart;
  const moved = moveForOrder(cart, null, { back: [], take: lines });
  const sale = saleOf({ lines, cancelled: false });
  if (moved === null || sale === null) return;
  const link = newLink(sale, { live, now: clock.now(), newId }, "takenWhileOff");
  cart.orders.push({
    id: cart.orders.length + 1,
    lines,
    cancelled: false,
    link,
    writes: 0,
    looks: 0,
    made: new Set(),
    isHandled: false,
    isBookedTooLate: false,
    isCancelledAtTill: false,
  });
}

/** 受注編集 (O3) and キャンセル (O4: `wanted` null). */
export function changeOrder(cart: Cart, order: Order, wanted: Wanted | null): void {
  const lines = wanted === null ? [] : linesOf(cart, wanted);
  if (wanted !== null && JSON.stringify(lines) === JSON.stringify(order.lines)) return;
  const moved = moveForOrder(cart, order, { back: order.lines, take: lines });
  if (moved === null) return;
  const didCount = cart.counts(order);
  if (wanted === null) order.cancelled = true;
  else order.lines = lines;
  const { live, mode, clock, newId } = cart;
  const took = wanted !== null;
  order.link = bump(order.link, saleOf(order), { live, mode, now: clock.now(), newId, took });
  order.made.clear();
  // As in `changeLink`: nothing else reports what an order that does not count moves.
  if (live && !(didCount && cart.counts(order))) cart.ask(moved);
}

/**
 * Writes the new state of an order's link, and queues the reads that it asks for, like the product's `applyCourse`.
 */
export function applyCourse(cart: Cart, order: Order, course: Course): void {
  const { link, countsAgain, read, readIfRead } = course;
  const before = order.link;
  order.link = link;
  const keep = keepOf(link);
  const taken = keep === undefined ? new Map<string, number>() : piecesOfSale(keep.sale);
  const takesAgain = countsAgain && cart.counts(order);
  if (takesAgain) {
    const forgotten = cart.variations.filter(
      ({ syncedAt }) => syncedAt !== null && syncedAt >= before.uncountedAt,
    );
    writeMovements(
      cart,
      forgotten.flatMap((row) => {
        const pieces = taken.get(row.smaregiProductId ?? "") ?? 0;
        return pieces === 0 ? [] : [moveTo(row, (row.level ?? 0) - pieces)];
      }),
    );
  }
  const madeAt = course.madeAt ?? cart.clock.last();
  const isRead = (product: string) =>
    cart.linked(product).some(({ syncedAt }) => syncedAt !== null && syncedAt >= madeAt);
  cart.ask([...read, ...readIfRead.filter(isRead), ...(takesAgain ? taken.keys() : [])]);
}
