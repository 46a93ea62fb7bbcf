import type { Context } from "../context.ts";
import { drainAlone } from "../kit/alone.ts";
import { accountOf, noAccount } from "../smaregi/account.ts";
import { liveConnection } from "../waiting/store.ts";
import { compareAllOrders } from "./compare-orders.ts";
import { compareAllStock } from "./compare-stock.ts";
import {
  beginReconciliation,
  nextReconciliation,
  updateReconciliation,
  type ReconciliationRow,
} from "./store.ts";

/** 差異チェック (B5): runs what was asked for, one at a time per merchant; one that was cut short begins anew. */
export async function runReconciliations(ctx: Context, input: { merchantId: string }): Promise<void> {
  const { merchantId } = input;
  const next = () => nextReconciliation(ctx.db, merchantId);
  await drainAlone(ctx, `runReconciliations:${merchantId}`, next, (asked) => runOne(ctx, asked));
}

async function runOne(ctx: Context, { merchantId, id }: ReconciliationRow): Promise<void> {
  await beginReconciliation(ctx.db, merchantId, id);
  const fail = (reason: string) => updateReconciliation(ctx.db, merchantId, id, { state: "failed", reason });
  const connection = await liveConnection(ctx.db, merchantId);
  if (connection === null) return await fail("スマレジ連携が無効のため、差異チェックを行えません。");
  const account = accountOf(ctx, connection);
  if (account === null) return await fail(noAccount.reason);
  const { storeId, terminalId } = connection;
  const at = { merchantId, id, account, storeId, terminalId };
  for (const compare of [compareAllStock, compareAllOrders]) {
    const failure = await compare(ctx, at);
    if (failure !== null) return await fail(failure.reason);
  }
  await updateReconciliation(ctx.db, merchantId, id, { state: "done" });
}
