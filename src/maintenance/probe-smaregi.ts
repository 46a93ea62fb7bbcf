import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { accountOf } from "../smaregi/account.ts";
import { wake } from "../tasks.ts";
import { liveConnection, type LiveConnection } from "../place/store.ts";
import { isDown, probeDelayMs } from "./rules.ts";
import { endPause, nextProbeAt, takeProbe } from "./store.ts";

/**
 * Asks, with one small call, if Smaregi answers a paused contract again; any process may do it. If it does, everything that its
 * merchants had put off becomes due: first orders in their sequence, then what changed is read.
 */
export async function probeSmaregi(ctx: Context, { merchantId }: { merchantId: string }): Promise<void> {
  const connection = await liveConnection(ctx.db, merchantId);
  if (connection === null) return;
  const { contractId } = connection;
  const taken = await takeProbe(ctx.db, contractId, (probes) => probeDelayMs(probes, Math.random()));
  if (taken && (await isBack(ctx, connection))) {
    await transact(ctx.db, async (tx) => {
      const merchantIds = await endPause(tx, contractId);
      for (const task of ["sendOrders", "syncStock", "catchUp"] as const) await wake(tx, task, merchantIds);
    });
    return;
  }
  const later = await nextProbeAt(ctx.db, contractId);
  if (later !== null) await wake(ctx.db, "probeSmaregi", [merchantId], later);
}

async function isBack(ctx: Context, connection: LiveConnection): Promise<boolean> {
  const account = accountOf(ctx, connection);
  if (account === null) return true;
  const { storeId } = connection;
  const answer = await ctx.smaregi.stockPage(account, { storeId, page: 1, limit: 1 });
  if (answer.kind === "found" || answer.kind === "refused") return true;
  return !isDown({
    outcome: answer.cause,
    ...(answer.status === undefined ? {} : { status: answer.status }),
  });
}
