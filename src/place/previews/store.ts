import { sql, type Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { Tables } from "../../kit/tables.ts";

/** Keeps what somebody was shown of a connection to be. */
export async function insertPreview(tx: Db, row: Insertable<Tables["connectionPreviews"]>): Promise<void> {
  await tx.insertInto("connectionPreviews").values(row).execute();
}

/** A preview holds for so long: what is saved later is looked at once more. */
const freshFor = sql`interval '30 minutes'`;

/**
 * Notes that the connection is saved as it was shown, and returns what the test said then; null where that was of another
 * place, long ago, or somebody else's.
 */
export async function confirmPreview(
  tx: Db,
  merchantId: string,
  id: string,
  place: { contractId: string; storeId: string; terminalId: string },
): Promise<{ failedChecks: string[] | null; overSavedAt: Date | null } | null> {
  const row = await tx
    .updateTable("connectionPreviews")
    .set({ confirmedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where(sql`id::text`, "=", id)
    .where("contractId", "=", place.contractId)
    .where("storeId", "=", place.storeId)
    .where("terminalId", "=", place.terminalId)
    .where("madeAt", ">", sql<Date>`${writeTime} - ${freshFor}`)
    .returning(["failedChecks", "overSavedAt"])
    .executeTakeFirst();
  return row ?? null;
}

/** Has what was confirmed of an earlier move say nothing of this one, not even where it goes back there. */
export async function forgetConfirmed(tx: Db, merchantId: string): Promise<void> {
  await tx
    .updateTable("connectionPreviews")
    .set({ confirmedAt: null })
    .where("merchantId", "=", merchantId)
    .where("confirmedAt", "is not", null)
    .execute();
}

/** The Smaregi products that somebody saw fall to 0 in the store of today, and confirmed when it was moved to, within the hour. */
export async function confirmedZeros(db: Db, merchantId: string): Promise<Set<string>> {
  const { rows } = await sql<{ product: string }>`
    select distinct unnest(p.to_zero) as product from connection_previews p
    join connections c on c.merchant_id = p.merchant_id and c.contract_id = p.contract_id and c.store_id = p.store_id
    where p.merchant_id = ${merchantId} and p.confirmed_at > clock_timestamp() - interval '1 hour'`.execute(
    db,
  );
  return new Set(rows.map((row) => row.product));
}
