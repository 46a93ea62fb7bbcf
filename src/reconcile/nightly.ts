import type { Context } from "../context.ts";
import { openApart } from "../kit/apart.ts";
import { askReconciliation } from "./ask-reconciliation.ts";
import { actors } from "../facts/actors.ts";
import { merchantsToReconcile } from "./store.ts";

/** Every night's 差異チェック (B5), started by the sweep. A failure of one merchant stops no other. */
export async function reconcileNightly(ctx: Context): Promise<void> {
  const apart = openApart();
  for (const merchantId of await merchantsToReconcile(ctx.db, ctx.clock()))
    await apart.run(() => askReconciliation(ctx, { merchantId, actor: actors.nightly }));
  apart.end();
}
