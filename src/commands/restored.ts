import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { liveMerchants, skipNumbers } from "../merchants/store.ts";
import { askReconciliation } from "../reconcile/ask-reconciliation.ts";
import { noteDone } from "../status/gauges/store.ts";
import { actors } from "../facts/actors.ts";

/**
 * After a backup was restored, before the product is started: numbers that were given out since the backup are skipped, and each
 * live merchant is reconciled at the next start. What was sent since is found by its uuid, or by the order's number, before anything is sent.
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
