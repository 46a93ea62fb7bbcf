import { sql, type RawBuilder } from "kysely";
import type { Db } from "../kit/database.ts";
import { hasCome } from "../kit/due.ts";
import type { Mode, Standing } from "../kit/tables.ts";

/** True for a signal that is to be read now: put off by seconds to an hour, by how often its read failed (`retryDelayMs`). */
export const signalIsDue = (signals: RawBuilder<unknown>): RawBuilder<boolean> => {
  const longest = sql`least(power(2, least(${signals}.attempts, 11) + 1), 3600) * interval '1 second'`;
  return sql<boolean>`(${signals}.retry_at is null or ${hasCome(sql`${signals}.retry_at`, longest)})`;
};

/** Why a product is to be read: its movements show it. */
export type SignalCause =
  | "productSaved"
  | "bulkSaved"
  | "connectionChanged"
  | "orderChanged"
  | "orderConfirmed"
  | "askedAgain"
  | "longUnread"
  | "reconciled";

/** True for a signal that somebody waits for: Smaregi told of a change, or a person's or an order's. The others are bulk work's. */
export const signalIsFresh = sql<boolean>`(s.notified_at is not null
  or s.cause in ('productSaved', 'orderChanged', 'orderConfirmed', 'askedAgain'))`;

/**
 * The merchant's connection where it is live: switched on (C3) and the merchant under contract or on trial (C5).
 * Null: nothing is synced, registered or cancelled.
 */
export async function liveConnection(db: Db, merchantId: string) {
  const row = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .leftJoin("smaregiPauses as p", "p.contractId", "c.contractId")
    .select([
      "c.merchantId",
      "c.contractId",
      "c.storeId",
      "c.terminalId",
      "c.mode",
      "c.caughtUpAt",
      "c.movedAt",
    ])
    .select(["c.clientId", "c.clientSecretSealed", "p.since as pausedSince", "p.reason as pauseReason"])
    .where("c.merchantId", "=", merchantId)
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .executeTakeFirst();
  return row ?? null;
}

export type LiveConnection = NonNullable<Awaited<ReturnType<typeof liveConnection>>>;

/** Why the link of a merchant is not live: no connection, its switch is off (C3), or the merchant's contract ended (C5). */
export type OffReason = "none" | "disabled" | "ended";

/** The reason where `liveConnection` answers null. */
export async function offReason(db: Db, merchantId: string): Promise<OffReason> {
  return (await linkPlace(db, merchantId)).off ?? "none";
}

/** Where a merchant's orders go, live or not; `placed`: null where there is no connection. */
export type LinkPlace = {
  /** The database's time. */
  now: Date;
  off: OffReason | null;
  placed: { contractId: string; storeId: string; terminalId: string; since: Date; mode: Mode } | null;
};

/** The merchant's connection as the order link's rules need it, and the database's time. */
export async function linkPlace(db: Db, merchantId: string): Promise<LinkPlace> {
  const { rows } = await sql<{
    now: Date;
    contractId: string | null;
    storeId: string;
    terminalId: string;
    since: Date;
    mode: Mode;
    enabled: boolean;
    standing: Standing;
  }>`
    select clock_timestamp() as now, m.standing, c.contract_id, c.store_id, c.terminal_id, c.moved_at as since, c.mode, c.enabled
    from merchants m left join connections c on c.merchant_id = m.id where m.id = ${merchantId}`.execute(db);
  const [row] = rows;
  if (row === undefined || row.contractId === null)
    return { now: row?.now ?? new Date(), off: "none", placed: null };
  const { now, contractId, storeId, terminalId, since, mode, enabled, standing } = row;
  const off = standing === "ended" ? "ended" : enabled ? null : "disabled";
  return { now, off, placed: { contractId, storeId, terminalId, since, mode } };
}

/** Leaves a signal for these Smaregi products; one that waits already is asked for anew. Of a signal's notification the first one's time stays. */
export async function leaveSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<void> {
  if (smaregiProductIds.length === 0) return;
  await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = clock_timestamp(), retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
}

/** Leaves a signal for every synced variation of the merchant: answers how many products that are. */
export async function leaveSignalsForAll(tx: Db, merchantId: string, cause: SignalCause): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select distinct ${merchantId}::uuid, smaregi_product_id, ${cause} from variations
    where merchant_id = ${merchantId} and smaregi_product_id is not null and stock_managed and deleted_at is null
    order by smaregi_product_id
    on conflict (merchant_id, smaregi_product_id) do update set
      version = excluded.version, asked_at = clock_timestamp(), retry_at = null, cause = excluded.cause`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

/** Leaves a signal for these Smaregi products where none waits: a reading that is due anyway is enough. */
export async function leaveMissingSignals(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
  cause: SignalCause,
): Promise<void> {
  if (smaregiProductIds.length === 0) return;
  await sql`
    insert into signals (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, ${cause} from unnest(${smaregiProductIds}::text[]) product
    group by product order by product
    on conflict do nothing`.execute(tx);
}

/** What these merchants' reads had put off is due at once. */
export async function hurryReads(tx: Db, merchantIds: string[]): Promise<void> {
  // Locked in the order in which every other writer locks them.
  await sql`
    with waiting as (
      select merchant_id, smaregi_product_id from signals
      where merchant_id = any(${merchantIds}::uuid[]) and retry_at is not null
      order by merchant_id, smaregi_product_id for update)
    update signals s set retry_at = null from waiting w
    where s.merchant_id = w.merchant_id and s.smaregi_product_id = w.smaregi_product_id`.execute(tx);
}
