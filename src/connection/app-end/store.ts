import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { hasCome } from "../../kit/due.ts";
import type { AppEnd } from "../../kit/tables.ts";
import { askEverySeconds } from "./rules.ts";
import { tell } from "../../tell.ts";

const now = sql<Date>`clock_timestamp()`;
const wait = sql`${askEverySeconds} * interval '1 second'`;

/**
 * Notes that the contract is said to have ended the use of an app: with its connections that are on and use this app (all of
 * them where `clientId` is null). Smaregi is asked at once, or once the last question is old enough. Returns whose they are.
 */
export async function noteToldEnd(
  db: Db,
  told: { contractId: string; end: AppEnd; clientId: string | null; operatorsApp: string | null },
): Promise<string[]> {
  const { rows } = await sql<{ merchantId: string }>`
    update connections c set told_end = ${told.end},
      ask_end_at = case when c.asked_end_at is null then clock_timestamp()
        else greatest(clock_timestamp(), least(c.asked_end_at, clock_timestamp()) + ${wait}) end
    from merchants m
    where m.id = c.merchant_id and m.standing <> 'ended' and c.enabled and c.contract_id = ${told.contractId}
      and (${told.clientId}::text is null or coalesce(c.client_id, ${told.operatorsApp}) = ${told.clientId})
    returning c.merchant_id`.execute(db);
  for (const { merchantId } of rows) tell(db, merchantId, "connection");
  return rows.map((row) => row.merchantId);
}

/** Takes the merchant's question that is due, and puts the next one off; null where none is. */
export async function takeEndQuestion(db: Db, merchantId: string) {
  const row = await db
    .updateTable("connections")
    .set({ askedEndAt: now, askEndAt: sql<Date>`clock_timestamp() + ${wait}` })
    .where("merchantId", "=", merchantId)
    .where("enabled", "=", true)
    .where("toldEnd", "is not", null)
    .where(hasCome(sql`ask_end_at`, askEverySeconds * 1_000))
    .returning(["contractId", "clientId", "clientSecretSealed", "toldEnd"])
    .executeTakeFirst();
  tell(db, merchantId, "connection");
  return row ?? null;
}

/** Settles the question, as long as the connection is still the one that was asked about: switched off where the end is true. */
export async function settleEnd(
  db: Db,
  asked: { merchantId: string; contractId: string; clientId: string | null; isTrue: boolean },
): Promise<boolean> {
  const over = { toldEnd: null, askEndAt: null };
  const stopped = { enabled: false, stoppedAt: now, updatedAt: now };
  const { numUpdatedRows } = await db
    .updateTable("connections")
    .set((row) => ({ ...over, ...(asked.isTrue ? { ...stopped, stoppedWhy: row.ref("toldEnd") } : {}) }))
    .where("merchantId", "=", asked.merchantId)
    .where("contractId", "=", asked.contractId)
    .where(sql<boolean>`client_id is not distinct from ${asked.clientId}`)
    .where("toldEnd", "is not", null)
    .executeTakeFirst();
  tell(db, asked.merchantId, "connection");
  return numUpdatedRows > 0n;
}
