import type { Tx } from "../kit/database.ts";
import { wake } from "../tasks.ts";
import { leaveSignals, type SignalCause } from "./store.ts";

/** Has these Smaregi products read once the caller's transaction has committed. */
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
