import type { Context } from "../../context.ts";
import { alone } from "../../kit/alone.ts";
import { wake } from "../../tasks.ts";
import { mayCall } from "../../place/rules.ts";
import { liveConnection } from "../../place/store.ts";
import { leaveUnreadSignals } from "./store.ts";

/**
 * The rolling check (P2): asks for a read of every synced product that had no reading for 20 hours, by pages if there are many,
 * otherwise a few per minute. So a change that no notification told us of heals, and is counted.
 */
export async function readUnread(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const work = async () => {
    if (!mayCall(await liveConnection(ctx.db, merchantId))) return;
    if ((await leaveUnreadSignals(ctx.db, merchantId)) > 0) await wake(ctx.db, "syncStock", [merchantId]);
  };
  await alone(ctx.pool, `readUnread:${merchantId}`, work, async () => false);
}
