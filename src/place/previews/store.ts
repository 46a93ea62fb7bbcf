import { sql, type Insertable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { Tables } from "../../kit/tables.ts";

/** Stores the preview of a connection that someone was shown. */
export async function insertPreview(tx: Db, row: Insertable<Tables["connectionPreviews"]>): Promise<void> {
  await tx.insertInto("connectionPreviews").values(row).execute();
}

/** The validity of a preview: after it, the connection is checked again before saving. */
const freshFor = sql`interval '30 minutes'`;

/**
 * Records that the connection is saved as it was shown, and returns the test result of then; null if the preview was of
 * another place, too old, or another merchant's.
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

/** Makes confirmations of an earlier move invalid for this one, even if it goes back there. */
export async function forgetConfirmed(tx: Db, merchantId: string): Promise<void> {
  await tx
    .updateTable("connectionPreviews")
    .set({ confirmedAt: null })
    .where("merchantId", "=", merchantId)
    .where("confirmedAt", "is not", null)
    .execute();
}

/**
 * The Smaregi products that someone saw fall to 0 in the current store and confirmed when the connection was moved there, within the
 * last hour.
 */
export async function confirmedZeros(db: Db, merchantId: string): Promise<Set<string>> {
  const { rows } = await sql<{ product: string }>`
    select distinct unnest(p.to_zero) as product from connection_previews p
    join connections c on c.merchant_id = p.merchant_id and c.contract_id = p.contract_id and c.store_id = p.store_id
    where p.merchant_id = ${merchantId} and p.confirmed_at > clock_timestamp() - interval '1 hour'`.execute(
    db,
  );
  return new Set(rows.map((row) => row.product));
}
