import { takeCompareAsk } from "../connection/store.ts";
import type { Context } from "../context.ts";
import { transact } from "../kit/database.ts";
import { drainAlone } from "../kit/alone.ts";
import type { Fact } from "../facts/fact.ts";
import { newId } from "../kit/ids.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { mayCall } from "../place/rules.ts";
import { liveConnection, type LiveConnection } from "../place/store.ts";
import type { Failure } from "../smaregi/types.ts";
import { compareAllOrders } from "./compare-orders.ts";
import { compareAllStock } from "./compare-stock.ts";
import { actors } from "../facts/actors.ts";
import {
  beginReconciliation,
  nextReconciliation,
  openReconciliation,
  updateReconciliation,
  type ReconciliationRow,
} from "./store.ts";

/** 差異チェック (B5): runs the requested ones, one at a time per merchant. A run that was cut short starts again. */
export async function runReconciliations(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = async () =>
    (await nextReconciliation(ctx.db, merchantId)) ?? (await beginAsked(ctx, merchantId));
  await drainAlone(ctx, `runReconciliations:${merchantId}`, next, (asked) => runOne(ctx, asked));
}

/**
 * Opens the run that a change of the connection asked for. It comes after the open run, whose lists may be from before the change,
 * and only if Smaregi may be called (C3); until then the request waits.
 */
async function beginAsked(ctx: Context, merchantId: string): Promise<ReconciliationRow | null> {
  return await transact(ctx.db, async (tx) => {
    if (!mayCall(await liveConnection(tx, merchantId))) return null;
    const why = await takeCompareAsk(tx, merchantId);
    if (why === null) return null;
    await openReconciliation(tx, { merchantId, id: newId(), askedBy: actors[why] });
    return await nextReconciliation(tx, merchantId);
  });
}

async function runOne(ctx: Context, { merchantId, id }: ReconciliationRow): Promise<void> {
  await beginReconciliation(ctx.db, merchantId, id);
  const fail = (reason: Fact) => updateReconciliation(ctx.db, merchantId, id, { state: "failed", reason });
  const connection = await liveConnection(ctx.db, merchantId);
  if (connection === null) return await fail({ kind: "linkIsOff", data: {} });
  const account = accountOf(ctx, connection);
  if (account === null) return await fail(noAccount.reason);
  const { storeId, terminalId } = connection;
  const at = {
    merchantId,
    id,
    account,
    storeId,
    terminalId,
    whatChanged: () => whatChanged(ctx, connection),
  };
  for (const compare of [compareAllStock, compareAllOrders]) {
    const failure = await compare(ctx, at);
    if (failure !== null) return await fail(failure.reason);
  }
  await updateReconciliation(ctx.db, merchantId, id, { state: "done" });
}

/** Returns why a run cannot go on with the connection that it began with (switched off, or in another store); null if it can. */
async function whatChanged(
  ctx: Context,
  { merchantId, contractId, storeId }: LiveConnection,
): Promise<Failure | null> {
  const now = await liveConnection(ctx.db, merchantId);
  if (now?.contractId === contractId && now.storeId === storeId) return null;
  const reason: Fact = now === null ? { kind: "linkIsOff", data: {} } : { kind: "placeChanged", data: {} };
  return { kind: "unclear", step: "call", cause: "withdrawn", sent: false, reason };
}
