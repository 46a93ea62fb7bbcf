import { transact } from "../kit/database.ts";
import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { isTracing, traced } from "../kit/tracing/trace.ts";
import { updateLink } from "../orders/store.ts";
import { atOf } from "../orders/change-link.ts";
import { linkColumns } from "../transactions/link-columns.ts";
import { writeRows } from "../transactions/rows/store.ts";
import { lockLink } from "../transactions/store.ts";
import { cutShort } from "../transactions/claimed.ts";
import { hasDueOrders, nextOrderAt, nextOrders, ordersCutShort, traceOf } from "../transactions/due/store.ts";
import { drainMerchant } from "../place/drain-merchant.ts";
import { linkPlace } from "../place/store.ts";
import { act } from "./act.ts";
import { claim } from "./claim.ts";
import { openDepartures, type Turn } from "./departures.ts";
import { record } from "./record.ts";

/** How many orders of a merchant are under way at once: enough to use the pace of writes at usual answer times. */
const lanes = 4;

/** How often new orders are looked for while a lane is free and other lanes wait for Smaregi. */
const lookEveryMs = 100;

/**
 * 受注情報連携: brings Smaregi to what the merchant's orders want, oldest order first, until nothing is due. One process at a time per
 * merchant, one call at a time per order.
 */
export async function sendOrders(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = async (mayWork: () => boolean, isTurnOver: () => boolean) => {
    const failed: Failed = new Map();
    // Under the lock no one else sends for this merchant, so a row that is marked as being sent was cut short.
    for (const orderId of await ordersCutShort(ctx.db, merchantId))
      await takeOver(ctx, merchantId, orderId).catch((error: unknown) => failed.set(orderId, error));
    await sendDue(ctx, merchantId, { failed, mayGoOn: () => mayWork() && !isTurnOver() });
    for (const error of failed.values()) throw error;
  };
  const rows = { hasDue: hasDueOrders, nextAt: nextOrderAt };
  await drainMerchant(ctx, "sendOrders", { merchantId, work, ...rows });
}

/**
 * Errors thrown by work on orders, by order ID. Such an order does not stop the others: it is left until the next run, and its error
 * is thrown at the end.
 */
type Failed = Map<string, unknown>;

async function takeOver(ctx: Context, merchantId: string, orderId: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const { link } = await lockLink(tx, merchantId, orderId);
    const place = await linkPlace(tx, merchantId);
    const cut = cutShort(link, place.now, ctx.settings.timeoutMs);
    const rows = cut.rows.map((row, index) =>
      row === link.rows[index] ? row : { ...row, error: { kind: "cutShort", data: {} } as const },
    );
    const own = { ...cut, rows };
    await writeRows(tx, merchantId, orderId, link.rows, rows);
    await updateLink(tx, merchantId, orderId, linkColumns(own, atOf(place), place.now));
  });
}

/** Sends the due orders except those in `failed`, as many at once as there are lanes. Resolves when all are done. */
async function sendDue(
  ctx: Context,
  merchantId: string,
  { failed, mayGoOn }: { failed: Failed; mayGoOn: () => boolean },
): Promise<void> {
  const departures = openDepartures();
  const underWay = new Map<string, Promise<void>>();
  let isStopped = false;

  async function send(orderId: string, turn: Turn): Promise<void> {
    try {
      if (!(await sendNext(ctx, { merchantId, orderId }, turn))) isStopped = true;
    } catch (error) {
      failed.set(orderId, error);
    } finally {
      turn.over();
      underWay.delete(orderId);
    }
  }

  try {
    while (!isStopped && mayGoOn()) {
      const isIdle = underWay.size === 0;
      const free = lanes - underWay.size;
      const except = [...underWay.keys(), ...failed.keys()];
      const due = free === 0 ? [] : await nextOrders(ctx.db, merchantId, { except, most: free });
      for (const orderId of due) underWay.set(orderId, send(orderId, departures.turn()));
      if (isIdle && due.length === 0) break;
      const news = due.length === free ? [] : [delay(lookEveryMs)];
      if (underWay.size > 0) await Promise.race([...underWay.values(), ...news]);
    }
  } finally {
    // Keeps the lock until all lanes are done, even if one of them threw.
    await Promise.all(underWay.values());
  }
}

/** Does the next step of an order if it is due. Returns false if no call of the merchant may be made now. */
async function sendNext(
  ctx: Context,
  order: { merchantId: string; orderId: string },
  turn: Turn,
): Promise<boolean> {
  const { merchantId, orderId } = order;
  const from = isTracing() ? [await traceOf(ctx.db, merchantId, orderId)] : [];
  const attributes = { "musubi.order_id": orderId };
  return await traced("order link", { from, attributes }, async (note) => {
    const work = await claim(ctx, order);
    if (work === "stop") return false;
    if (work === null || work === "done") return true;
    note({}, `order link: ${work.call}`);
    await record(ctx, work, await act(ctx, work, turn));
    return true;
  });
}
