import type { Context } from "../context.ts";
import { wake } from "../tasks.ts";
import { askReconciliation } from "./ask-reconciliation.ts";
import { merchantsToReconcile, merchantsWithReconciliations } from "./store.ts";

/** Every night's 差異チェック (B5), asked for by the sweep; and what was asked for and not run yet is woken. */
export async function reconcileNightly(ctx: Context): Promise<void> {
  for (const merchantId of await merchantsToReconcile(ctx.db, ctx.clock())) {
    await askReconciliation(ctx, { merchantId, actor: "夜間" });
  }
  await wake(ctx.db, "runReconciliations", await merchantsWithReconciliations(ctx.db));
}
