import type { Tx } from "../kit/database.ts";
import { wake } from "../tasks.ts";
import { leaveSignals, type SignalCause } from "./store.ts";

/** Queues a stock read for these Smaregi products; runs after commit. */
export async function askForStock(
  tx: Tx,
  merchantId: string,
  products: string[],
  cause: SignalCause,
): Promise<void> {
  if (products.length === 0) return;
  await leaveSignals(tx, merchantId, products, cause);
  await wake(tx, "syncStock", [merchantId]);
}
