import type { Context } from "../context.ts";
import { drainAlone } from "../kit/alone.ts";
import { transact, type Tx } from "../kit/database.ts";
import { AppError, notFound } from "../kit/errors.ts";
import { isPassing } from "../kit/passing.ts";
import { sendIn } from "../order-link/repair.ts";
import { changeStatusIn } from "../orders/edit-order.ts";
import { lockOrder } from "../orders/store.ts";
import { workOnOrderIn } from "../orders/work/work-on-order.ts";
import { jst } from "../smaregi/jst.ts";
import type { OrderAction } from "./rules.ts";
import { notePartFailed } from "../tasks.ts";
import {
  endJob,
  lockItem,
  nextJob,
  openItems,
  settleItem,
  type JobItem,
  type JobRow,
  type Reason,
} from "./store.ts";

/** The number of items that are read at once; each is done separately. */
const part = 100;

/**
 * Works through the merchant's presses for many orders (W3), oldest first, one process at a time. Each order and the note of its
 * result are one transaction, so after a kill the next process goes on there. An order that cannot be done does not stop the others.
 */
export async function runOrderJobs(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = () => nextJob(ctx.db, merchantId);
  await drainAlone(ctx, `runOrderJobs:${merchantId}`, next, (job, mayGoOn) => runJob(ctx, job, mayGoOn));
}

async function runJob(ctx: Context, job: JobRow, mayGoOn: () => boolean): Promise<void> {
  const { merchantId, id } = job;
  for (;;) {
    const items = await openItems(ctx.db, merchantId, id, part);
    if (items.length === 0) break;
    for (const item of items) {
      if (!mayGoOn()) return;
      await runItem(ctx, job, item);
    }
  }
  await endJob(ctx.db, merchantId, id);
}

async function runItem(ctx: Context, job: JobRow, item: JobItem): Promise<void> {
  try {
    await transact(ctx.db, async (tx) => {
      if (!(await lockItem(tx, item))) return;
      const isChanged = await act(tx, job, item);
      await settleItem(tx, item, isChanged ? "done" : "same", null);
    });
  } catch (error) {
    if (await isPassing(ctx.db, error)) throw error;
    if (!(error instanceof AppError))
      notePartFailed(ctx, "runOrderJobs", { error, merchantId: job.merchantId, orderId: item.orderId });
    await settleItem(ctx.db, item, "refused", reasonOf(error));
  }
}

/** The reason why an order could not be done, as it is stored. */
function reasonOf(error: unknown): Reason {
  if (error instanceof AppError) return { code: error.code, detail: error.detail };
  return {
    code: "internal",
    detail: {
      ja: "サーバーで問題が起きました。もう一度お試しください。",
      en: "Something went wrong on the server. Try it again.",
    },
  };
}

/** Does the job for one order. Returns true if anything changed. */
async function act(tx: Tx, job: JobRow, item: JobItem): Promise<boolean> {
  const { merchantId, actor } = job;
  const unknown = notFound({ ja: "受注", en: "order" });
  if (item.orderId === null) throw unknown;
  if ((await lockOrder(tx, merchantId, item.orderId)) === null) throw unknown;
  // The day of the press, also for orders that are done after midnight.
  const at = { merchantId, actor, id: item.orderId, today: jst(job.createdAt).slice(0, 10) };
  const action: OrderAction = item.action ?? job.action;
  switch (action.kind) {
    case "work":
      return await workOnOrderIn(tx, {
        ...at,
        change: { payment: action.payment, shipping: action.shipping },
      });
    case "status":
      return await changeStatusIn(tx, { ...at, status: action.status });
    case "send":
      return await sendIn(tx, { merchantId, actor, orderId: item.orderId });
    case "ship": {
      const { carrier, trackingNumber, shippedOn, before } = action;
      const change = { shipping: "shipped" as const, carrier, trackingNumber };
      // An order that was sent before keeps its day. If its number has changed since the file was looked at, it is not overwritten.
      const seen = { trackingNumber: before };
      return await workOnOrderIn(tx, { ...at, change, seen, today: shippedOn });
    }
  }
}
