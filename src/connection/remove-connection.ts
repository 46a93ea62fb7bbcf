import { byOperator, type By } from "../audit/rules.ts";
import { addAudit } from "../audit/store.ts";
import type { Context } from "../context.ts";
import { transact, type Tx } from "../kit/database.ts";
import { notFound } from "../kit/errors.ts";
import { dropCatalog } from "../smaregi-catalog/store.ts";
import { dropWaitingApp } from "./proof/store.ts";
import { deleteConnectionRow, readConnectionRow, type ConnectionRow } from "./store.ts";

/** How a connection is called in the error if there is none. */
export const connectionThing = { ja: "スマレジ連携設定", en: "Smaregi connection" };

/** Removes the connection. What still waits for Smaregi waits for the next connection. */
export async function removeConnection(
  ctx: Context,
  { merchantId, by = byOperator }: { merchantId: string; by?: By },
): Promise<void> {
  await transact(ctx.db, async (tx) => {
    if (!(await takeAway(tx, merchantId, by))) throw notFound(connectionThing);
  });
}

/** Removes a merchant's connection and what was read with it. Returns false if there is none. */
export async function takeAway(tx: Tx, merchantId: string, by: By): Promise<boolean> {
  const before = await readConnectionRow(tx, merchantId);
  if (before === null || !(await deleteConnectionRow(tx, merchantId))) return false;
  const { contractId: subject } = before;
  await addAudit(tx, merchantId, { event: "connectionRemoved", by, subject, before: auditedOf(before) });
  await dropCatalog(tx, merchantId, null);
  await dropWaitingApp(tx, merchantId, null);
  return true;
}

type Audited = "contractId" | "storeId" | "terminalId" | "clientId" | "enabled" | "mode";

/** The fields of a connection that 監査ログ shows: all but its secret. */
export const auditedOf = ({
  contractId,
  storeId,
  terminalId,
  clientId,
  enabled,
  mode,
}: Pick<ConnectionRow, Audited>): object => ({
  contractId,
  storeId,
  terminalId,
  clientId,
  enabled,
  mode,
});
