import { setTimeout as delay } from "node:timers/promises";
import type { Context } from "../context.ts";
import { drainMerchant } from "../waiting/drain-merchant.ts";
import { mayCall } from "../waiting/rules.ts";
import { liveConnection } from "../waiting/store.ts";
import { perform } from "./perform.ts";
import { hasDueOperations, markCutShort, nextOperation, nextRetryAt } from "./store.ts";

/** How many orders of a merchant are under way at once: enough to fill the pace of writes at usual answer times. */
const lanes = 4;

/**
 * 受注情報連携: registers and cancels what the merchant's orders wait for, until nothing is due. One process at a
 * time per merchant; each order's steps strictly in their sequence.
 */
export async function sendOperations(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = async (mayGoOn: () => boolean) => {
    // Under the lock nobody else sends for this merchant: what stands as being sent was cut short.
    await markCutShort(ctx.db, merchantId, ctx.settings.timeoutMs);
    const passing = new Set<string>();
    const ended = await Promise.allSettled(
      Array.from({ length: lanes }, () => runLane(ctx, merchantId, { passing, mayGoOn })),
    );
    // The lock is given up only when all lanes have come to rest, whatever one of them met.
    const failed = ended.find((lane) => lane.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  };
  const rows = { hasDue: hasDueOperations, nextAt: nextRetryAt };
  await drainMerchant(ctx, "sendOperations", { merchantId, work, ...rows });
}

/** `passing`: the steps that the lanes of this merchant are at work on. */
async function runLane(
  ctx: Context,
  merchantId: string,
  { passing, mayGoOn }: { passing: Set<string>; mayGoOn: () => boolean },
): Promise<void> {
  while (mayGoOn()) {
    const connection = await liveConnection(ctx.db, merchantId);
    if (!mayCall(connection)) return;
    const operation = await nextOperation(ctx.db, merchantId, [...passing]);
    if (operation === null) {
      // While another lane waits for Smaregi, new orders may come: this lane is here to take them.
      if (passing.size === 0) return;
      await delay(100);
    } else if (!passing.has(operation.id)) {
      passing.add(operation.id);
      try {
        await perform(ctx, connection, operation);
      } finally {
        passing.delete(operation.id);
      }
    }
  }
}
