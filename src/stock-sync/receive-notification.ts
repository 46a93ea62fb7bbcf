import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { newId } from "../kit/ids.ts";
import { inBatches } from "../kit/in-batches.ts";
import { traceHere } from "../kit/tracing/trace.ts";
import { wake } from "../tasks.ts";
import type { ReadNotification } from "./read-notification.ts";
import { askForChanges } from "./changes/store.ts";
import { leaveNotifiedSignals, storeNotifications } from "./store.ts";

export type Notification = ReadNotification & { eventId: string | undefined; body: object };

/** A notification with the trace that it came in: a batch holds those of several requests. */
type Traced = Notification & { trace: string | null };

/** The most that one transaction stores; others wait for the next. There is one queue per process, so the key is always the same. */
const keep = inBatches<Context, Traced, void>(
  async (ctx, _, notifications) => {
    await store(ctx, notifications);
    return notifications.map(() => ({ status: "fulfilled", value: undefined }));
  },
  { most: 500 },
);

/**
 * 在庫変更通知: stores the notification, leaves its signals and wakes the merchants, in one transaction (S2). Resolves when that is safe.
 * Never takes the quantity from it. Notifications that arrive while a transaction runs share the next one, so that a thousand at once
 * need a few transactions and all are answered in time.
 */
export async function receiveNotification(ctx: Context, notification: Notification): Promise<void> {
  if (notification.event !== "pos:stock") {
    ctx.metrics.notifications.inc({ outcome: "passedOver" });
    return;
  }
  await keep(ctx, "", { ...notification, trace: traceHere() });
}

async function store(ctx: Context, notifications: Traced[]): Promise<void> {
  const rows = notifications.map((each) => {
    const id = newId();
    return { ...each, id, eventId: each.eventId ?? id };
  });
  const stored = await transact(ctx.db, async (tx) => {
    const fresh = await storeNotifications(tx, rows);
    const taken = rows.filter(({ id }) => fresh.has(id));
    const items = taken.flatMap(({ id, contractId, entries }) =>
      entries.map((entry) => ({ ...entry, contractId, notificationId: id })),
    );
    // Some stock changed, but we cannot read whose, so recent changes are looked for.
    const unread = taken.filter(({ odd }) => odd > 0).map(({ contractId }) => contractId);
    await wake(tx, "catchUp", await askForChanges(tx, unread));
    await wake(tx, "syncStock", await leaveNotifiedSignals(tx, items));
    return fresh.size;
  });
  const odd = notifications.reduce((sum, each) => sum + each.odd, 0);
  ctx.metrics.notifications.inc(
    { outcome: "unreadable" },
    notifications.filter((each) => each.odd > 0).length,
  );
  if (odd > 0) ctx.log.warn({ odd }, "entries of a notification cannot be read; its changes are looked for");
  ctx.metrics.notifications.inc({ outcome: "stored" }, stored);
  ctx.metrics.notifications.inc({ outcome: "passedOver" }, notifications.length - stored);
}
