import type { Context } from "../context.ts";
import { askReconciliation } from "./ask-reconciliation.ts";
import { actors } from "../facts/actors.ts";
import { merchantsToReconcile } from "./store.ts";

/** Every night's 差異チェック (B5), asked for by the sweep. */
export async function reconcileNightly(ctx: Context): Promise<void> {
  for (const merchantId of await merchantsToReconcile(ctx.db, ctx.clock())) {
    await askReconciliation(ctx, { merchantId, actor: actors.nightly });
  }
}
