import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import type { Mode, Standing } from "../kit/tables.ts";

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
