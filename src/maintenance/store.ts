import { sql } from "kysely";
import type { Fact } from "../facts/fact.ts";
import { transact, type Db } from "../kit/database.ts";
import { hasCome } from "../kit/due.ts";
import { longestProbeMs } from "./rules.ts";
import { hurryOrders } from "../transactions/due/store.ts";
import { hurryReads } from "../signals/store.ts";
import { wake } from "../tasks.ts";
import { tell } from "../tell.ts";

/** Pauses a contract for all of its merchants; a paused one stays so. */
export async function beginPause(
  db: Db,
  { contractId, reason, delayMs }: { contractId: string; reason: Fact; delayMs: number },
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto("smaregiPauses")
    .values({
      contractId,
      reason: JSON.stringify(reason),
      probeAt: sql<Date>`clock_timestamp() + ${delayMs} * interval '1 millisecond'`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  // Maintenance is a contract's: all of its merchants show it.
  if (numInsertedOrUpdatedRows !== 1n) return;
  const merchantIds = await merchantsOf(db, contractId);
  for (const id of merchantIds) tell(db, id, "link");
  await wake(db, "watchIncidents", merchantIds);
}

/** Takes a contract's due probe and delays the next one; returns false if none is due. */
export async function takeProbe(
  db: Db,
  contractId: string,
  delayMs: (probes: number) => number,
): Promise<boolean> {
  return await transact(db, async (tx) => {
    const row = await tx
      .selectFrom("smaregiPauses")
      .select("probes")
      .where("contractId", "=", contractId)
      .where(hasCome(sql`probe_at`, longestProbeMs))
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return false;
    await tx
      .updateTable("smaregiPauses")
      .set({
        probes: row.probes + 1,
        probeAt: sql<Date>`clock_timestamp() + ${delayMs(row.probes + 1)} * interval '1 millisecond'`,
      })
      .where("contractId", "=", contractId)
      .execute();
    for (const id of await merchantsOf(tx, contractId)) tell(tx, id, "link");
    return true;
  });
}

/** When the contract is asked next; null if it is not paused. */
export async function nextProbeAt(db: Db, contractId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("smaregiPauses")
    .select("probeAt")
    .where("contractId", "=", contractId)
    .executeTakeFirst();
  return row?.probeAt ?? null;
}

/** Smaregi answers again: makes due at once what its merchants had put off. Returns these merchants. */
export async function endPause(tx: Db, contractId: string): Promise<string[]> {
  const { numDeletedRows } = await tx
    .deleteFrom("smaregiPauses")
    .where("contractId", "=", contractId)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return [];
  const merchantIds = await merchantsOf(tx, contractId);
  for (const id of merchantIds) tell(tx, id, "link");
  await wake(tx, "watchIncidents", merchantIds);
  await hurryOrders(tx, merchantIds);
  await hurryReads(tx, merchantIds);
  return merchantIds;
}

export async function merchantsOf(db: Db, contractId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("connections as c")
    .select("c.merchantId as id")
    .where("c.contractId", "=", contractId)
    .execute();
  return rows.map((row) => row.id);
}
