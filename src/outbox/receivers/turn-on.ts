import type { Context } from "../../context.ts";
import type { Tx } from "../../kit/database.ts";
import { hurryDeliveries } from "../deliveries/store.ts";
import { noteReceiver } from "./store.ts";

/** A receiver is well again, as somebody says: all that waits for it is due. */
export async function turnOn(
  tx: Tx,
  ctx: Pick<Context, "clock">,
  merchantId: string,
  id: string,
): Promise<void> {
  const well = { failures: 0, refusals: 0, pausedUntil: null, state: "on", offWhy: null } as const;
  await noteReceiver(tx, merchantId, id, well);
  await hurryDeliveries(tx, merchantId, id, ctx.clock());
}
