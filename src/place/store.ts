import { sql } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import type { Mode, Standing } from "../kit/tables.ts";

/** A merchant's connection with what a call of it needs; `pausedSince`: since when its Smaregi does not answer. */
export type LiveConnection = {
  merchantId: string;
  contractId: string;
  storeId: string;
  terminalId: string;
  mode: Mode;
  caughtUpAt: Date | null;
  movedAt: Date;
  clientId: string | null;
  clientSecretSealed: Buffer | null;
  pausedSince: Date | null;
  pauseReason: Fact | null;
};

/** Why the link of a merchant is not live: no connection, its switch is off (C3), or the merchant's contract ended (C5). */
type OffReason = "none" | "disabled" | "ended";

/** Where a merchant's orders go, live or not; `placed`: null where there is no connection. */
export type LinkPlace = {
  /** The database's time. */
  now: Date;
  off: OffReason | null;
  placed: { contractId: string; storeId: string; terminalId: string; since: Date; mode: Mode } | null;
  /** The connection where it is live: switched on (C3) and the merchant under contract or on trial (C5). */
  live: LiveConnection | null;
};

type Row = Omit<LiveConnection, "contractId"> & {
  contractId: string | null;
  now: Date;
  enabled: boolean;
  standing: Standing;
};

/** The merchant's connection as the order link's rules and its calls need it, and the database's time, in one reading. */
export async function linkPlace(db: Db, merchantId: string): Promise<LinkPlace> {
  const { rows } = await sql<Row>`
    select clock_timestamp() as now, m.id as merchant_id, m.standing, c.contract_id, c.store_id, c.terminal_id, c.mode,
      c.enabled, c.caught_up_at, c.moved_at, c.client_id, c.client_secret_sealed, p.since as paused_since,
      p.reason as pause_reason
    from merchants m left join connections c on c.merchant_id = m.id
      left join smaregi_pauses p on p.contract_id = c.contract_id
    where m.id = ${merchantId}`.execute(db);
  const [row] = rows;
  if (row === undefined || row.contractId === null)
    return { now: row?.now ?? new Date(), off: "none", placed: null, live: null };
  const { now, enabled, standing, contractId, ...rest } = row;
  const connection = { ...rest, contractId };
  const off = standing === "ended" ? "ended" : enabled ? null : "disabled";
  const { storeId, terminalId, movedAt: since, mode } = connection;
  const placed = { contractId, storeId, terminalId, since, mode };
  return { now, off, placed, live: off === null ? connection : null };
}

/** The merchant's connection where it is live. Null: nothing is synced, registered or cancelled (C3, C5). */
export async function liveConnection(db: Db, merchantId: string): Promise<LiveConnection | null> {
  return (await linkPlace(db, merchantId)).live;
}
