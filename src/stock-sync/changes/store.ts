import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { tell } from "../../tell.ts";

/** Has the changes of these contracts' stock looked for: keeps so, and returns the merchants to wake, whose connection is live. */
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

/** How long a look for changes that was asked for, and came to nothing, waits for the next. */
export const changesAgainMs = 30_000;

/** Puts off what was asked for by `askForChanges`, before it is done; returns until when, null where nobody asked. */
export async function putOffChanges(db: Db, merchantId: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date }>`
    update connections
    set catch_up_at = date_trunc('milliseconds', ${writeTime}) + ${changesAgainMs} * interval '1 millisecond'
    where merchant_id = ${merchantId} and catch_up_at is not null returning catch_up_at as at`.execute(db);
  return rows[0]?.at ?? null;
}

/** Keeps until when this store's changes are known, and Smaregi's clock; not where the connection has moved to another store since. */
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
    // Asked for again meanwhile: that is still to be done.
    .set({ catchUpAt: sql<Date | null>`nullif(catch_up_at, ${askedAt}::timestamptz)` })
    .where("merchantId", "=", merchantId)
    .where("storeId", "=", storeId)
    .where("movedAt", "<=", until)
    .execute();
  tell(db, merchantId, "connection");
}
