import type { Context } from "../context.ts";
import { newId } from "../kit/ids.ts";
import { wake } from "../tasks.ts";
import { contractExists, leaveNotifiedSignals, storeNotification } from "./store.ts";

export type Notification = {
  contractId: string;
  eventId: string | undefined;
  event: string;
  action: string;
  items: { productId: string; storeId: string }[];
  body: object;
};

/**
 * 在庫変更通知: stores it, leaves its signals and wakes the merchants, in one transaction (S2). The quantity is
 * never taken from it. A contract that nobody here has, or an event that is not of stock, is passed over.
 */
export async function receiveNotification(ctx: Context, notification: Notification): Promise<void> {
  const outcome = notification.event === "pos:stock" ? await leaveSignals(ctx, notification) : "passedOver";
  ctx.metrics.notifications.inc({ outcome });
}

async function leaveSignals(ctx: Context, notification: Notification): Promise<string> {
  return await ctx.db.transaction().execute(async (tx) => {
    const { items, ...row } = notification;
    if (!(await contractExists(tx, row.contractId))) return "unknownContract";
    const id = newId();
    if (!(await storeNotification(tx, { ...row, id, eventId: row.eventId ?? id }))) return "repeated";
    const merchants = await leaveNotifiedSignals(tx, row.contractId, id, items);
    await wake(tx, "syncStock", merchants);
    return merchants.length > 0 ? "signalled" : "passedOver";
  });
}
