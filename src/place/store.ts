import { sql } from "kysely";
import type { Db, Tx } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import type { Standing } from "../kit/tables.ts";
import { readPlace, type LinkPlace, type LiveConnection, type PlaceRow } from "./read-place.ts";

export type { LinkPlace, LiveConnection } from "./read-place.ts";

/** The merchant's connection with what the order link's rules and calls need, and the database's time, in one query. */
export async function linkPlace(db: Db, merchantId: string): Promise<LinkPlace> {
  const { rows } = await sql<PlaceRow>`${named}select ${placeColumns} from ${placeOf(merchantId)}`.execute(
    db,
  );
  return readPlace(rows[0]);
}

/** The columns that `readPlace` reads, from the tables of `placeOf`. */
export const placeColumns = sql`clock_timestamp() as now, m.id as merchant_id, m.standing, c.contract_id, c.store_id,
  c.terminal_id, c.mode, c.enabled, c.caught_up_at, c.moved_at, c.client_id, c.client_secret_sealed, c.payment_methods,
  p.since as paused_since, p.reason as pause_reason`;

/** The FROM clause with the merchant, its connection and its pause. */
export const placeOf = (merchantId: string) => sql`merchants m left join connections c on c.merchant_id = m.id
  left join smaregi_pauses p on p.contract_id = c.contract_id where m.id = ${merchantId}`;

/** The merchant's connection if it is live. Null: nothing is synced, registered or cancelled (C3, C5). */
export async function liveConnection(db: Db, merchantId: string): Promise<LiveConnection | null> {
  return (await linkPlace(db, merchantId)).live;
}

/**
 * Holds the merchant's contract, and whether its link is live, until the transaction ends: switching the link on (`lockLive`) or
 * ending the merchant waits for it, or it waits for them. Returns the state of the contract; null if there is no such merchant.
 */
export async function holdLive(tx: Tx, merchantId: string): Promise<Standing | null> {
  const { rows } = await sql<{ standing: Standing }>`${named}
    select standing from merchants where id = ${merchantId} for share`.execute(tx);
  return rows[0]?.standing ?? null;
}

/** Waits for all transactions that hold the link's state (`holdLive`): from now on their writes are visible. */
export async function lockLive(tx: Tx, merchantId: string): Promise<void> {
  await sql`select from merchants where id = ${merchantId} for no key update`.execute(tx);
}
