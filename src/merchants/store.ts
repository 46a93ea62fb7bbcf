import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { seriesOf } from "../kit/counters.ts";
import { named } from "../kit/named.ts";
import { writeTime } from "../kit/now.ts";
import type { Standing } from "../kit/tables.ts";
import { tell } from "../tell.ts";

/** Inserts a merchant, with the series that numbers its orders. */
export async function insertMerchant(tx: Db, row: { id: string; name: string; standing: Standing }) {
  await sql`create sequence ${sql.id(seriesOf(row.id))}`.execute(tx);
  return await tx.insertInto("merchants").values(row).returning("number").executeTakeFirstOrThrow();
}

export async function readMerchants(db: Db, id?: string) {
  return await db
    .selectFrom("merchants")
    .select(["id", "number", "name", "standing", "createdAt"])
    .$if(id !== undefined, (query) => query.where("id", "=", id as string))
    .orderBy("serial")
    .execute();
}

/**
 * Ends a contract. If it has ended already, the first time stays. Returns true if it ended now; null if there is no such merchant.
 */
export async function endStanding(db: Db, id: string): Promise<boolean | null> {
  const { numUpdatedRows } = await db
    .updateTable("merchants")
    .set({ standing: "ended", endedAt: writeTime })
    .where("id", "=", id)
    .where("standing", "!=", "ended")
    .executeTakeFirst();
  tell(db, id, "connection");
  return (await readMerchants(db, id)).length === 0 ? null : numUpdatedRows > 0n;
}

/** The merchant with this number, as written in a shop's address. */
export async function findByNumber(db: Db, number: string) {
  const row = await db
    .selectFrom("merchants")
    .select(["id", "number", "name", "standing", "piecesPerLine", "piecesPerOrder"])
    .where("number", "=", number)
    .executeTakeFirst();
  return row ?? null;
}

/** Moves every series forward, so that numbers given out after the backup was made are not given out again. */
export async function skipNumbers(tx: Db): Promise<void> {
  await sql`update counters set value = value + 10000`.execute(tx);
  await sql`select setval(format('%I', sequencename)::regclass, coalesce(last_value, 0) + 10000)
    from pg_sequences where sequencename like 'order\\_numbers\\_%'`.execute(tx);
  // Others know an event by its ID and its place in the feed. A merchant whose feed was first read after the backup has no head in
  // it.
  await sql`insert into outbox_heads (merchant_id, last_seq) select id, 1000000000 from merchants
    on conflict (merchant_id) do update set last_seq = outbox_heads.last_seq + 1000000000`.execute(tx);
  await sql`select setval(pg_get_serial_sequence('outbox', 'id'), nextval(pg_get_serial_sequence('outbox', 'id')) + 1000000000)`.execute(
    tx,
  );
  await sql`select setval('terminal_tran_ids', (last_value + 100000) % 9999999999 + 1) from terminal_tran_ids`.execute(
    tx,
  );
}

/** The time when a backup was last restored, if that was after `since`; otherwise null. */
export async function restoredSince(db: Db, since: Date): Promise<Date | null> {
  const row = await db
    .selectFrom("lastDone")
    .modifyFront(named)
    .select("at")
    .where("name", "=", "restored")
    .where("at", ">", since)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Merchants whose link is live. */
export async function liveMerchants(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select("m.id")
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .execute();
  return rows.map((row) => row.id);
}

export async function findShopSettings(db: Db, merchantId: string) {
  const row = await db
    .selectFrom("merchants")
    .select(["piecesPerLine", "piecesPerOrder"])
    .where("id", "=", merchantId)
    .executeTakeFirst();
  return row ?? null;
}

export async function updateShopSettings(
  db: Db,
  merchantId: string,
  settings: { piecesPerLine: number; piecesPerOrder: number },
): Promise<void> {
  await db.updateTable("merchants").set(settings).where("id", "=", merchantId).execute();
  tell(db, merchantId, "connection");
}
