import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { liveMerchants, skipNumbers } from "../merchants/store.ts";
import { askReconciliation } from "../reconcile/ask-reconciliation.ts";
import { noteDone } from "../status/gauges/store.ts";
import { actors } from "../facts/actors.ts";

/**
 * For a restored backup, before the product is started: skips numbers that were given out since the backup, and asks for a
 * reconciliation of each live merchant at the next start. Before anything is sent, sales that were sent since are found by their
 * uuid, or by the order's number.
 */
export async function afterRestore(ctx: Context): Promise<{ merchants: number }> {
  await transact(ctx.db, async (tx) => {
    await skipNumbers(tx);
    await noteDone(tx, "restored");
  });
  const merchants = await liveMerchants(ctx.db);
  for (const merchantId of merchants) await askReconciliation(ctx, { merchantId, actor: actors.restored });
  return { merchants: merchants.length };
}
