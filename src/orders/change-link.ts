import type { Db, Tx } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { askAboutOrder } from "../link-log/ask-about-order.ts";
import { settleFailures } from "../link-log/store.ts";
import type { Sale } from "../kit/tables.ts";
import type { StockRow } from "../stock/rules.ts";
import { wake } from "../tasks.ts";
import { bump, newLink } from "../transactions/bump.ts";
import { counting, isHere, isRestless, type At, type OrderLink } from "../transactions/rules.ts";
import { shownLink } from "../transactions/shown.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { writeRows } from "../transactions/rows/store.ts";
import { hasTransactions, type StoredLink } from "../transactions/store.ts";
import { askForStock } from "../signals/ask-for-stock.ts";
import type { LinkPlace } from "../place/store.ts";
import { addLog, keepTrace, updateLink } from "./store.ts";

/** The link's part of what `decide` needs; null if there is no connection. */
export function atOf({ placed, off, now }: LinkPlace): At | null {
  if (placed === null) return null;
  const { contractId, storeId, terminalId, mode } = placed;
  return { live: off === null, contractId, storeId, terminalId, mode, now };
}

/** Returns a check that is true if a synced variation's number already lacks the order's pieces (`orderMovements`). */
export function isInNumber(link: OrderLink, { placed }: LinkPlace): (row: StockRow) => boolean {
  const { counts, notSince } = counting(link, placed);
  return (row) => counts || row.syncedAt === null || row.syncedAt < notSince;
}

/**
 * The link of a new order, before it has a row. A shop that was never connected sells without Smaregi, so nothing is behind;
 * `wasConnected`: the connection was only removed, so the order is listed once there is one again (P6).
 */
export function linkOfNew(sale: Sale, place: LinkPlace, wasConnected: boolean): OrderLink {
  const live = place.off === null;
  const why = place.placed === null && !wasConnected ? null : "takenWhileOff";
  return newLink(sale, { live, now: place.now, newId }, why);
}

/** True for a merchant without a connection whose orders were sent to Smaregi before. */
export async function wasConnected(db: Db, merchantId: string, { placed }: LinkPlace): Promise<boolean> {
  return placed === null && (await hasTransactions(db, merchantId));
}

type At0 = { merchantId: string; orderId: string; place: LinkPlace };

/**
 * Writes what an edit (`sale`: the order's new sale) or a cancellation (null) means for Smaregi (O3, O4), in the transaction of the
 * change, and wakes the merchant. `moved`: Smaregi products whose numbers the change moved here. They are read again if the order
 * does not count, because nothing else will report them.
 */
export async function changeLink(
  tx: Tx,
  at: At0 & { moved: string[]; took: boolean },
  before: StoredLink,
  sale: Sale | null,
): Promise<void> {
  const { merchantId, orderId, place, moved, took } = at;
  const { placed, off, now } = place;
  const live = off === null;
  const mode = placed?.mode ?? "standard";
  const link = bump(before, sale, { live, mode, now, newId, took });
  await writeRows(tx, merchantId, orderId, before.rows, link.rows);
  await updateLink(tx, merchantId, orderId, linkColumns(link, atOf(place), now));
  await keepTrace(tx, merchantId, orderId);
  const given = link.rows.filter((row) => !isHere(row) && isOpen(before, row.id));
  await settleFailures(tx, merchantId, { rowIds: given.map((row) => row.id) }, "handled");
  const shown = shownLink(link);
  if (shown.state === "registered" || shown.state === "cancelled")
    await settleFailures(tx, merchantId, { orderIds: [orderId] }, "handled");
  if (link.follows === "asked" && before.follows !== "asked") {
    const call = sale === null ? ("transactionCancel" as const) : ("transactionRegister" as const);
    const fact = { kind: "changedWhileOff", data: {} } as const;
    await askAboutOrder(tx, merchantId, { call, orderId, fact });
  }
  if (!live) {
    if (link !== before) await sayOff(tx, at);
    return;
  }
  const counted = [before, link].every((each) => counting(each, placed).counts);
  if (!counted) await askForStock(tx, merchantId, moved, "orderChanged");
  if (isRestless(link)) await wake(tx, "sendOrders", [merchantId]);
}

const isOpen = (before: StoredLink, id: string): boolean =>
  before.rows.some((row) => row.id === id && isHere(row));

async function sayOff(tx: Tx, { merchantId, orderId, place }: At0): Promise<void> {
  for (const entry of offEntries(place)) await addLog(tx, { merchantId, orderId, ...entry });
}

/** The entries of an order's log while its link is off. A shop without a connection has none. */
export function offEntries({ off }: Pick<LinkPlace, "off">) {
  if (off === null || off === "none") return [];
  return [{ event: "linkOff", fact: { kind: "linkOff" as const, data: { why: off } }, actor: "smaregi" }];
}
