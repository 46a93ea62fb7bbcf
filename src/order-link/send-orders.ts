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
import { hasDueOrders, nextOrder, nextOrderAt, ordersCutShort, traceOf } from "../transactions/due/store.ts";
import { drainMerchant } from "../place/drain-merchant.ts";
import { linkPlace } from "../place/store.ts";
import { act } from "./act.ts";
import { claim } from "./claim.ts";
import { openDepartures } from "./departures.ts";
import { record } from "./record.ts";

/** How many orders of a merchant are under way at once: enough to fill the pace of writes at usual answer times. */
const lanes = 4;

/**
 * 受注情報連携: brings Smaregi to what the merchant's orders want, the oldest order first, until nothing is due. One process
 * at a time per merchant, one call at a time per order.
 */
export async function sendOrders(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = async (mayWork: () => boolean, isTurnOver: () => boolean) => {
    // Under the lock nobody else sends for this merchant: what stands as being sent was cut short.
    for (const orderId of await ordersCutShort(ctx.db, merchantId)) await takeOver(ctx, merchantId, orderId);
    const mayGoOn = () => mayWork() && !isTurnOver();
    const road = { passing: new Set<string>(), departures: openDepartures(), mayGoOn };
    const ended = await Promise.allSettled(
      Array.from({ length: lanes }, () => runLane(ctx, merchantId, road)),
    );
    // The lock is given up only when all lanes have come to rest, whatever one of them met.
    const failed = ended.find((lane) => lane.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  };
  const rows = { hasDue: hasDueOrders, nextAt: nextOrderAt };
  await drainMerchant(ctx, "sendOrders", { merchantId, work, ...rows });
}

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

/** What the lanes of a merchant share. `passing`: the orders that they are at work on. */
type Road = {
  passing: Set<string>;
  departures: ReturnType<typeof openDepartures>;
  mayGoOn(): boolean;
};

async function runLane(ctx: Context, merchantId: string, road: Road): Promise<void> {
  const { passing, departures } = road;
  while (road.mayGoOn()) {
    const orderId = await nextOrder(ctx.db, merchantId, [...passing]);
    if (orderId === null) {
      // While another lane waits for Smaregi, new orders may come: this lane is here to take them.
      if (passing.size === 0) return;
      await delay(100);
    } else if (!passing.has(orderId)) {
      passing.add(orderId);
      const turn = departures.turn();
      try {
        const from = isTracing() ? [await traceOf(ctx.db, merchantId, orderId)] : [];
        const attributes = { "musubi.order_id": orderId };
        const isOver = await traced("order link", { from, attributes }, async (note) => {
          const work = await claim(ctx, { merchantId, orderId });
          if (work === "stop") return true;
          if (work === null || work === "done") return false;
          note({}, `order link: ${work.call}`);
          await record(ctx, work, await act(ctx, work, turn));
          return false;
        });
        if (isOver) return;
      } finally {
        turn.over();
        passing.delete(orderId);
      }
    }
  }
}
