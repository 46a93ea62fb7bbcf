import { transact } from "../kit/database.ts";
import type { Context } from "../context.ts";
import type { Fact } from "../facts/fact.ts";
import { newId } from "../kit/ids.ts";
import { askAboutOrder } from "../link-log/ask-about-order.ts";
import { addLog } from "../orders/store.ts";
import { wake } from "../tasks.ts";
import { hasMoved, see, type Seen } from "../transactions/press.ts";
import { isRestless, type OrderLink, type TransactionRow } from "../transactions/rules.ts";
import { lockLink } from "../transactions/store.ts";
import { linkPlace } from "../place/store.ts";
import { applyCourse, lockMoved } from "./apply-course.ts";
import { newsOf } from "./news.ts";

/**
 * Writes what Smaregi's list shows about one of an order's transactions (B5). The link itself then corrects what is wrong; it asks a
 * person if only a person can know. Returns the link before and after; null if a call of the row was answered after the list was
 * read, because then the list says nothing about it.
 */
export async function seeOrder(
  ctx: Context,
  { merchantId, orderId, rowId, seen }: { merchantId: string; orderId: string; rowId: string; seen: Seen },
): Promise<{ before: OrderLink; after: OrderLink } | null> {
  return await transact(ctx.db, async (tx) => {
    const order = await lockLink(tx, merchantId, orderId);
    const row = order.link.rows.find(({ id }) => id === rowId);
    if (row === undefined || hasMoved(row, seen)) return null;
    const rows = await lockMoved(tx, merchantId, order);
    const place = await linkPlace(tx, merchantId);
    const course = see(order.link, rowId, seen, { now: place.now, newId });
    const { link: after } = course;
    if (after === order.link) return { before: order.link, after };
    await applyCourse(tx, { merchantId, place, actor: "smaregi" }, order, course, rows);
    const isAsked = after.follows === "asked" && order.link.follows !== "asked";
    const gone = goneFact(row, seen);
    for (const { entry } of newsOf(order.link, after, isAsked ? gone : null))
      await addLog(tx, { merchantId, orderId, actor: "smaregi", ...entry });
    if (isAsked)
      await askAboutOrder(tx, merchantId, { call: "transactionRegister", orderId, rowId, fact: gone });
    if (isRestless(after)) await wake(tx, "sendOrders", [merchantId]);
    return { before: order.link, after };
  });
}

function goneFact({ transactionId }: TransactionRow, { own }: Seen): Fact {
  const data = { transactionId: transactionId ?? "" };
  return own === "cancelled" ? { kind: "cancelledAtTill", data } : { kind: "transactionGone", data };
}
