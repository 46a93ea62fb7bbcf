import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { tell } from "../../tell.ts";

/** Asks for a look for changes of these contracts' stock. Returns the merchants to wake: those with a live connection. */
export async function askForChanges(tx: Db, contractIds: string[]): Promise<string[]> {
  if (contractIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    with asked as (
      select c.merchant_id from connections c join merchants m on m.id = c.merchant_id
      where c.contract_id = any(${contractIds}::text[]) and c.enabled and m.standing <> 'ended'
      order by c.merchant_id for no key update of c)
    update connections c set catch_up_at = ${writeTime} from asked
    where c.merchant_id = asked.merchant_id returning c.merchant_id as id`.execute(tx);
  return rows.map((row) => row.id);
}

/** How long to wait before the next look if one that was asked for failed. */
export const changesAgainMs = 30_000;

/** Delays a look that `askForChanges` asked for, before it is made. Returns until when; null if no one asked. */
export async function putOffChanges(db: Db, merchantId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    update connections
    set catch_up_at = date_trunc('milliseconds', ${writeTime}) + ${changesAgainMs} * interval '1 millisecond'
    where merchant_id = ${merchantId} and catch_up_at is not null returning catch_up_at as at`.execute(db);
  return rows[0]?.at ?? null;
}

/**
 * Stores until when this store's changes are known, and the offset of Smaregi's clock. Does nothing if the connection has moved to
 * another store.
 */
export async function noteCaughtUp(
  db: Db,
  merchantId: string,
  {
    storeId,
    until,
    clockAheadMs,
    askedAt,
  }: { storeId: string; until: Date; clockAheadMs: number | null; askedAt: Date | null },
): Promise<void> {
  await db
    .updateTable("connections")
    .set({ caughtUpAt: until, clockAheadMs })
    // If it was asked for again meanwhile, that look is still to be made.
    .set({ catchUpAt: sql<Date | null>`nullif(catch_up_at, ${askedAt}::timestamptz)` })
    .where("merchantId", "=", merchantId)
    .where("storeId", "=", storeId)
    .where("movedAt", "<=", until)
    .execute();
  tell(db, merchantId, "connection");
}
