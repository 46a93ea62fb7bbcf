import type { Context } from "../../context.ts";
import type { Tx } from "../../kit/database.ts";
import { hurryDeliveries } from "../deliveries/store.ts";
import { endOfQuiet } from "./rules.ts";
import { liveReceiver, noteReceiver } from "./store.ts";

/**
 * Turns a receiver on because someone says that it is well: everything that waits for it is due, except what its quiet hours hold
 * back.
 */
export async function turnOn(
  tx: Tx,
  ctx: Pick<Context, "clock">,
  merchantId: string,
  id: string,
): Promise<void> {
  const well = { failures: 0, refusals: 0, pausedUntil: null, state: "on", offWhy: null } as const;
  await noteReceiver(tx, merchantId, id, well);
  await hurry(tx, ctx, merchantId, id);
}

/** Schedules what waits for a receiver by its settings now: its quiet hours may have changed since. */
export async function hurry(
  tx: Tx,
  ctx: Pick<Context, "clock">,
  merchantId: string,
  id: string,
): Promise<void> {
  const now = ctx.clock();
  const receiver = await liveReceiver(tx, merchantId, id);
  const quiet = receiver === undefined ? null : endOfQuiet(now, receiver);
  await hurryDeliveries(tx, merchantId, id, { now, quiet });
}
