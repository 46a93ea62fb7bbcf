import { sql, type RawBuilder } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import { hasCome } from "../kit/due.ts";
import { tell } from "../tell.ts";

/**
 * True for a signal that is due to be read. After a failed read it is put off by seconds to an hour, depending on the number of
 * failures (`retryDelayMs`).
 */
export const signalIsDue = (signals: RawBuilder<unknown>): RawBuilder<boolean> => {
  const longest = sql`least(power(2, least(${signals}.attempts, 11) + 1), 3600) * interval '1 second'`;
  return sql<boolean>`(${signals}.retry_at is null or ${hasCome(sql`${signals}.retry_at`, longest)})`;
};

/** Why a product must be read; its movements show it. */
export type SignalCause =
  | "productSaved"
  | "bulkSaved"
  | "connectionChanged"
  | "orderChanged"
  | "orderConfirmed"
  | "askedAgain"
  | "longUnread"
  | "reconciled";

/**
 * True for a signal that someone waits for: Smaregi told of a change, or a person or an order needs it. The others are bulk work's.
 */
export const signalIsFresh = sql<boolean>`(s.notified_at is not null
  or s.cause in ('productSaved', 'orderChanged', 'orderConfirmed', 'askedAgain'))`;

/** Tells the open pages that signals came or went: that something waits for Smaregi, and the sync state of these products. */
export function tellSignals(db: Db, merchantId: string, smaregiProductIds: string[] = []): void {
  tell(db, merchantId, "link");
  tell(db, merchantId, "products", { smaregiProductIds });
}

/**
 * Leaves a signal for these Smaregi products; one that waits already is asked for again. Keeps the time of the first notification.
 */
export async function leaveSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<void> {
  if (smaregiProductIds.length === 0) return;
  await sql`${named}
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = excluded.asked_at, retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
  tellSignals(tx, merchantId, smaregiProductIds);
}

/** Leaves a signal for every synced variation of the merchant. Returns the number of products. */
export async function leaveSignalsForAll(tx: Db, merchantId: string, cause: SignalCause): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select distinct ${merchantId}::uuid, smaregi_product_id, ${cause} from variations
    where merchant_id = ${merchantId} and smaregi_product_id is not null and stock_managed and deleted_at is null
    order by smaregi_product_id
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = excluded.asked_at, retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
  tellSignals(tx, merchantId);
  return Number(numAffectedRows ?? 0);
}

/** Leaves a signal for these Smaregi products if none waits: a reading that is due anyway is enough. Returns how many it left. */
export async function leaveMissingSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<number> {
  if (smaregiProductIds.length === 0) return 0;
  const { numAffectedRows = 0n } = await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict do nothing`.execute(tx);
  if (numAffectedRows > 0n) tellSignals(tx, merchantId, smaregiProductIds);
  return Number(numAffectedRows);
}

/** Makes the reads of these merchants that were put off due now. */
export async function hurryReads(tx: Db, merchantIds: string[]): Promise<void> {
  // Locked in the same order as by every other writer.
  for (const merchantId of merchantIds.toSorted()) {
    await sql`
      with waiting as (
        select smaregi_product_id from signals where merchant_id = ${merchantId} and retry_at is not null
        order by smaregi_product_id for update)
      update signals s set retry_at = null from waiting w
      where s.merchant_id = ${merchantId} and s.smaregi_product_id = w.smaregi_product_id`.execute(tx);
    tellSignals(tx, merchantId);
  }
}
