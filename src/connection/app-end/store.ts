import { sql } from "kysely";
import { within, type Db } from "../../kit/database.ts";
import { hasCome } from "../../kit/due.ts";
import type { AppEnd } from "../../kit/tables.ts";
import { databaseTime, writeTime } from "../../kit/now.ts";
import { askEverySeconds, nextAskAt } from "./rules.ts";
import { tell } from "../../tell.ts";

/**
 * Notes a report that the contract has ended the use of an app, with its connections that are on and use this app (all of them if
 * `clientId` is null). Smaregi is asked at once, or as soon as the last question is old enough. Returns the merchants.
 */
export async function noteToldEnd(
  db: Db,
  told: { contractId: string; end: AppEnd; clientId: string | null; operatorsApp: string | null },
): Promise<string[]> {
  return await within(db, async (tx) => {
    const { rows } = await sql<{ merchantId: string; askedEndAt: Date | null }>`
      select c.merchant_id, c.asked_end_at from connections c join merchants m on m.id = c.merchant_id
      where m.standing <> 'ended' and c.enabled and c.contract_id = ${told.contractId}
        and (${told.clientId}::text is null or coalesce(c.client_id, ${told.operatorsApp}) = ${told.clientId})
      order by c.merchant_id for no key update of c`.execute(tx);
    if (rows.length === 0) return [];
    const moment = await databaseTime(tx);
    const merchantIds = rows.map(({ merchantId }) => merchantId);
    const times = rows.map(({ askedEndAt }) => nextAskAt(askedEndAt, moment).toISOString());
    await sql`
      update connections c set told_end = ${told.end}, ask_end_at = asked.at
      from unnest(${merchantIds}::uuid[], ${times}::timestamptz[]) asked(merchant_id, at)
      where c.merchant_id = asked.merchant_id`.execute(tx);
    for (const id of merchantIds) tell(tx, id, "connection");
    return merchantIds;
  });
}

/** Takes the merchant's question that is due, and delays the next one; null if none is due. */
export async function takeEndQuestion(db: Db, merchantId: string) {
  return await within(db, async (tx) => {
    const row = await tx
      .selectFrom("connections")
      .select(["contractId", "clientId", "clientSecretSealed", "toldEnd"])
      .where("merchantId", "=", merchantId)
      .where("enabled", "=", true)
      .where("toldEnd", "is not", null)
      .where(hasCome(sql`ask_end_at`, askEverySeconds * 1_000))
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (row === undefined) return null;
    const moment = await databaseTime(tx);
    await tx
      .updateTable("connections")
      .set({ askedEndAt: moment, askEndAt: nextAskAt(moment, moment) })
      .where("merchantId", "=", merchantId)
      .execute();
    tell(tx, merchantId, "connection");
    return row;
  });
}

/** Settles the question if the connection is still the one that was asked about: it is switched off if the end is true. */
export async function settleEnd(
  db: Db,
  asked: { merchantId: string; contractId: string; clientId: string | null; isTrue: boolean },
): Promise<boolean> {
  const over = { toldEnd: null, askEndAt: null };
  const stopped = { enabled: false, stoppedAt: writeTime, updatedAt: writeTime };
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
