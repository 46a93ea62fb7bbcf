import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { linkPlace } from "../place/store.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import { ordersMoving } from "../stock-sync/orders-moving.ts";
import { linkedAmong, restlessLinks, uncountedLinks, type Linked } from "./evidence/store.ts";
import { isSameStock, piecesBack } from "./rules.ts";

/** Smaregi's number of each product, and the time of its change. */
export type Numbers = Map<string, { amount: number; updatedAt: Date | null }>;

/** A quantity that differs, with Smaregi's number, before its cause is known. */
export type Differing = { row: Linked; amount: number; changedAt: Date | null };

/**
 * The pieces by which a variation's number is lower because of orders that no one sends (F4). The quantity differs by them without a
 * lost notification.
 */
export type Withheld = (row: Linked) => number;

/** Finds out what the present orders withhold of each variation. */
export async function withheldOf(ctx: Context, merchantId: string): Promise<Withheld> {
  const orders = await uncountedLinks(ctx.db, merchantId);
  return (row) =>
    orders
      .filter(({ notSince }) => row.syncedAt === null || row.syncedAt < notSince)
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => sum + (line.smaregiProductId === row.smaregiProductId ? line.quantity : 0), 0);
}

/** Returns the quantities that differ from these numbers. They are read again, except those that are held. */
export async function comparePage(
  ctx: Context,
  { merchantId }: { merchantId: string },
  page: { numbers: Numbers; withheld: Withheld; beganAt: Date; aheadMs: number },
): Promise<Differing[]> {
  const { numbers, withheld, beganAt, aheadMs } = page;
  const rows = await linkedAmong(ctx.db, merchantId, [...numbers.keys()]);
  if (rows.length === 0) return [];
  const readings = [...new Set(rows.map((row) => row.smaregiProductId))].map((smaregiProductId) => {
    return { smaregiProductId, beganAt };
  });
  const orders = await ordersMoving(ctx.db, merchantId, readings);
  const differing = rows.flatMap((row) => {
    const number = numbers.get(row.smaregiProductId);
    // It waits to be read, or was read since: the sync is ahead of us. For a held one a person has answered.
    const isAhead = row.waiting || (row.readingBeganAt !== null && row.readingBeganAt > beganAt);
    if (number === undefined || isAhead || row.hold === "answered") return [];
    const { amount, updatedAt } = number;
    const pending = orders.pending({ smaregiProductId: row.smaregiProductId, beganAt }) - withheld(row);
    if (isSameStock(row.quantity, amount, pending)) return [];
    const changedAt = updatedAt === null ? null : new Date(updatedAt.getTime() - aheadMs);
    return [{ row, amount, pending, changedAt }];
  });
  if (differing.length === 0) return [];
  const links = await restlessLinks(ctx.db, merchantId);
  const { placed } = await linkPlace(ctx.db, merchantId);
  // A cancellation is on its way: the pieces are back here, but not there yet.
  const left = differing.filter(({ row, amount, pending }) => {
    const back = links.reduce((sum, link) => sum + piecesBack(link, row.smaregiProductId, placed), 0);
    return back === 0 || !isSameStock(row.quantity, amount, pending, back);
  });
  const again = left.flatMap(({ row }) => (row.hold === null ? [row.smaregiProductId] : []));
  await transact(ctx.db, (tx) => askForStock(tx, merchantId, again, "reconciled"));
  return left;
}
