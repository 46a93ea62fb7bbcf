import type { Context } from "../context.ts";
import { wake } from "../tasks.ts";
import { merchantsWithDueRows, prune } from "./store.ts";

/**
 * Wakes every merchant that has rows waiting: at each start and once a minute, so that nothing depends on a job.
 * A job that a killed process had taken stays locked in the queue for hours; the wake makes a new one beside it.
 */
export async function sweep(ctx: Context): Promise<void> {
  await wake(ctx.db, "syncStock", await merchantsWithDueRows(ctx.db, "signals"));
  await wake(ctx.db, "sendOperations", await merchantsWithDueRows(ctx.db, "operations"));
  await prune(ctx.db);
}
