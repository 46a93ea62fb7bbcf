import type { Tx } from "../kit/database.ts";
import type { Sale } from "../kit/tables.ts";
import { settleFailures } from "../link-log/store.ts";
import { updateLink } from "../orders/store.ts";
import { atOf, isInNumber } from "../orders/change-link.ts";
import { moveTo, type StockRow } from "../stock/rules.ts";
import { lockSynced, writeMovements } from "../stock/store.ts";
import { counting, keepOf, piecesOfSale } from "../transactions/rules.ts";
import { shownLink } from "../transactions/shown.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { writeRows } from "../transactions/rows/store.ts";
import type { LinkedOrder } from "../transactions/store.ts";
import type { Course } from "../transactions/course.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import type { LinkPlace } from "../place/store.ts";

type At = { merchantId: string; place: LinkPlace; actor: string };

/**
 * Locks the variations that an order's sales move. Readings of these products take the same lock, so each reading is applied either
 * before this write (and is found here) or after it (and finds this write).
 */
export async function lockMoved(
  tx: Tx,
  merchantId: string,
  { link }: LinkedOrder,
  sale: Sale | null = null,
): Promise<StockRow[]> {
  const sales = [...link.rows.map((row) => row.sale), ...(sale === null ? [] : [sale])];
  const products = [...new Set(sales.flatMap((each) => [...piecesOfSale(each).keys()]))];
  return products.length === 0 ? [] : await lockSynced(tx, merchantId, products);
}

/**
 * Writes the new state of an order's link: its rows, its columns, its effect on the stock, and which products to read again. The
 * caller must have locked the order and `rows` (`lockMoved`).
 */
export async function applyCourse(
  tx: Tx,
  { merchantId, place, actor }: At,
  order: LinkedOrder,
  course: Course,
  rows: StockRow[],
): Promise<void> {
  const { orderId, link: before } = order;
  const { link } = course;
  await writeRows(tx, merchantId, orderId, before.rows, link.rows);
  await updateLink(tx, merchantId, orderId, linkColumns(link, atOf(place), place.now));
  const keep = keepOf(link);
  const taken = keep === undefined ? new Map<string, number>() : piecesOfSale(keep.sale);
  const takesAgain = course.countsAgain && counting(link, place.placed).counts;
  if (takesAgain) {
    const isIn = isInNumber(before, place);
    const entries = rows.flatMap((row) => {
      if (isIn(row)) return [];
      const pieces = taken.get(row.smaregiProductId ?? "") ?? 0;
      if (pieces === 0) return [];
      return [{ ...moveTo(row, (row.level ?? 0) - pieces), cause: "orderSentAgain", actor, orderId }];
    });
    await writeMovements(tx, merchantId, entries);
  }
  const madeAt = course.madeAt ?? place.now;
  const isRead = (product: string) =>
    rows.some((row) => row.smaregiProductId === product && row.syncedAt !== null && row.syncedAt >= madeAt);
  const products = [...course.read, ...course.readIfRead.filter(isRead), ...(takesAgain ? taken.keys() : [])];
  await askForStock(tx, merchantId, [...new Set(products)], "orderConfirmed");
  const { state } = shownLink(link);
  // The order has reached what it wanted, so earlier failures need no repair.
  if (state === "registered" || state === "cancelled")
    await settleFailures(tx, merchantId, { orderIds: [orderId] }, "repaired");
}
