import type { Tx } from "../kit/database.ts";
import { addFailures, settleFailures, type Failure } from "./store.ts";

/**
 * Writes the one open entry of an order whose link asks the merchant (P1, P6). It replaces what was open about the order before, and
 * is closed when the order is sent or handled.
 */
export async function askAboutOrder(
  tx: Tx,
  merchantId: string,
  asked: Pick<Failure, "call" | "fact"> & { orderId: string; rowId?: string },
): Promise<void> {
  await settleFailures(tx, merchantId, { orderIds: [asked.orderId] }, "handled");
  await addFailures(tx, merchantId, [{ ...asked, status: null }]);
}
