import type { Context } from "../../context.ts";
import { transact } from "../../kit/database.ts";
import { AppError, notFound } from "../../kit/errors.ts";
import { isId } from "../../kit/ids.ts";
import { wake } from "../../tasks.ts";
import { readReceivers } from "../receivers/store.ts";
import { turnOn } from "../receivers/turn-on.ts";
import { readDeliveries, reviveDelivery } from "./store.ts";

const thing = { ja: "送信記録", en: "delivery" };

/**
 * Sends a delivery again, whatever happened to it, and what waits behind it. A receiver that went off is on again. The event keeps
 * its ID when it is sent twice. Throws 404 if it is not this merchant's.
 */
export async function retryDelivery(
  ctx: Context,
  { merchantId, id }: { merchantId: string; id: string },
): Promise<void> {
  if (!isId(id)) throw notFound(thing);
  const [row] = await readDeliveries(ctx.db, merchantId, { id, before: null, limit: 1 });
  if (row === undefined) throw notFound(thing);
  const receivers = await readReceivers(ctx.db, merchantId);
  if (!receivers.some((each) => each.id === row.receiverId))
    throw new AppError("nothing_asked", {
      ja: "この送信先は削除されています。",
      en: "The receiver of this delivery was deleted.",
    });
  await transact(ctx.db, async (tx) => {
    // Locks the receiver first, in the same order as the code that notes a try.
    await turnOn(tx, ctx, merchantId, row.receiverId);
    await reviveDelivery(tx, merchantId, id, ctx.clock());
    await wake(tx, "sendEvents", [merchantId]);
  });
}
