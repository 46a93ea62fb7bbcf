import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../kit/database.ts";
import { databaseTime, writeTime } from "../kit/now.ts";
import type { CompareWhy, ConnectionsTable, PaymentMethods } from "../kit/tables.ts";
import { tell } from "../tell.ts";

export type ConnectionRow = Selectable<ConnectionsTable>;

type How = { moved: boolean; altered: boolean; test: "good" | "passed" | "forced"; by: string };

export async function readConnectionRow(db: Db, merchantId: string): Promise<ConnectionRow | null> {
  const row = await db
    .selectFrom("connections")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .executeTakeFirst();
  return row ?? null;
}

/** The same, but locked: no one else can save it until the transaction ends. */
export async function lockConnectionRow(tx: Db, merchantId: string): Promise<ConnectionRow | null> {
  const row = await tx
    .selectFrom("connections")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Writes the merchant's one connection (C1), new or in place of the old one. `moved`: the contract or the store is another one;
 * `altered`: that, or another terminal or app. `test`: the result for the connection test; `by`: who saves.
 */
export async function writeConnection(
  tx: Db,
  { moved, altered, test, by, ...row }: Insertable<ConnectionsTable> & How,
): Promise<void> {
  // The reason of a stop ends when the switch is on, and does not concern another contract.
  const stopped =
    moved || row.enabled ? { stoppedWhy: null, stoppedAt: null, toldEnd: null, askEndAt: null } : {};
  // Locked first: what was read before this time was not read at the new place.
  await tx
    .selectFrom("connections")
    .select("merchantId")
    .where("merchantId", "=", row.merchantId)
    .forNoKeyUpdate()
    .execute();
  const moment = await databaseTime(tx);
  const tested = {
    good: { testedAt: moment, forcedAt: null, forcedBy: null },
    forced: { testedAt: null, forcedAt: moment, forcedBy: by },
    passed: altered ? { testedAt: null } : {},
  }[test];
  const values = {
    ...row,
    ...stopped,
    ...tested,
    ...(moved ? { movedAt: moment, paymentMethods: "[]" } : {}),
  };
  await tx
    .insertInto("connections")
    .values(values)
    .onConflict((conflict) => conflict.column("merchantId").doUpdateSet({ ...values, updatedAt: moment }))
    .execute();
  tell(tx, row.merchantId, "connection");
}

/**
 * Notes that the connection test found nothing wrong with the connection as it was read (`tested`). This ends the warning that it was
 * switched on without a green test. Notes nothing if something else was saved meanwhile.
 */
export async function noteGreenTest(db: Db, tested: ConnectionRow): Promise<void> {
  await db
    .updateTable("connections")
    .set({ testedAt: writeTime, forcedAt: null, forcedBy: null })
    .where("merchantId", "=", tested.merchantId)
    // The time as it was read has only milliseconds.
    .where("updatedAt", ">=", tested.updatedAt)
    .where("updatedAt", "<", new Date(tested.updatedAt.getTime() + 1))
    .execute();
  tell(db, tested.merchantId, "connection");
}

/** Connections of other merchants with this contract (C1), without those of ended merchants, which use none and block no one (C5). */
const ofOthers = (db: Db, merchantId: string, contractId: string) =>
  db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select(["c.merchantId", "c.storeId", "c.terminalId", "m.standing"])
    .where("c.contractId", "=", contractId)
    .where("c.merchantId", "!=", merchantId);

/** Other merchants' places with this contract (C1): which stores and terminals are taken, but not by whom. */
export async function placesOfOthers(
  db: Db,
  merchantId: string,
  contractId: string,
): Promise<{ storeId: string; terminalId: string }[]> {
  const rows = await ofOthers(db, merchantId, contractId).where("m.standing", "!=", "ended").execute();
  return rows.map(({ storeId, terminalId }) => ({ storeId, terminalId }));
}

/** Writes how each payment method is reported to Smaregi. */
export async function writePaymentMethods(
  tx: Db,
  merchantId: string,
  paymentMethods: PaymentMethods,
): Promise<void> {
  await tx
    .updateTable("connections")
    .set({ paymentMethods: JSON.stringify(paymentMethods) })
    .where("merchantId", "=", merchantId)
    .execute();
  tell(tx, merchantId, "connection");
}

type Place = Pick<ConnectionRow, "contractId" | "storeId" | "terminalId">;

/** Finds the other merchant with this contract, store and terminal; there is at most one (C1). */
const holderOf = (db: Db, merchantId: string, { contractId, storeId, terminalId }: Place) =>
  ofOthers(db, merchantId, contractId)
    .where("c.storeId", "=", storeId)
    .where("c.terminalId", "=", terminalId)
    .executeTakeFirst();

/** True if another merchant has this contract, store and terminal (C1). */
export async function isPlaceTaken(db: Db, merchantId: string, place: Place): Promise<boolean> {
  const holder = await holderOf(db, merchantId, place);
  return holder !== undefined && holder.standing !== "ended";
}

/**
 * The merchant whose connection is still at a place although their contract has ended; the place is free for others. Null if there is
 * none.
 */
export async function endedAtPlace(db: Db, merchantId: string, place: Place): Promise<string | null> {
  const holder = await holderOf(db, merchantId, place);
  return holder?.standing === "ended" ? holder.merchantId : null;
}

export async function deleteConnectionRow(db: Db, merchantId: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("connections")
    .where("merchantId", "=", merchantId)
    .executeTakeFirst();
  tell(db, merchantId, "connection");
  return numDeletedRows > 0n;
}

/** Counts what waits for Smaregi at a change of mode: orders sent without success that would be sent again, and open failures. */
export async function countOutstanding(
  tx: Db,
  merchantId: string,
): Promise<{ resending: number; failed: number }> {
  const { rows } = await sql<{ resending: number; failed: number }>`
    select
      (select count(distinct o.id) from orders o
        join transactions t on t.merchant_id = o.merchant_id and t.order_id = o.id
          and t.state in ('planned', 'unclear', 'standing', 'cancelUnclear') and t.registers + t.cancels > 0
          and (t.state <> 'standing' or t.cancels > 0)
        where o.merchant_id = ${merchantId} and o.restless) as resending,
      (select count(distinct order_id) from integration_log where merchant_id = ${merchantId}
        and state = 'open' and order_id is not null) as failed`.execute(tx);
  return rows[0] ?? { resending: 0, failed: 0 };
}

/** Forgets when the stock was last looked through, because that was in another store. */
export async function forgetCatchUp(tx: Db, merchantId: string): Promise<void> {
  await tx
    .updateTable("connections")
    .set({ caughtUpAt: null })
    .where("merchantId", "=", merchantId)
    .execute();
  tell(tx, merchantId, "connection");
}

/** The Smaregi products of the merchant's synced variations. */
export async function syncedProducts(db: Db, merchantId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("variations")
    .select("smaregiProductId")
    .distinct()
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "is not", null)
    .where("stockManaged", "=", true)
    .where("deletedAt", "is", null)
    .orderBy("smaregiProductId")
    .execute();
  return rows.flatMap((row) => row.smaregiProductId ?? []);
}

/** Every linked variation, synced or not, with the fields that Smaregi has too. */
export async function linkedVariations(db: Db, merchantId: string) {
  const { rows } = await sql<{
    smaregiProductId: string;
    taxRate: 8 | 10;
    price: number;
    stockManaged: boolean;
  }>`
    select v.smaregi_product_id, coalesce(v.tax_rate, p.tax_rate) as tax_rate, coalesce(v.price, p.price) as price,
      v.stock_managed
    from variations v join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
    where v.merchant_id = ${merchantId} and v.smaregi_product_id is not null and v.deleted_at is null
    order by v.smaregi_product_id, v.id`.execute(db);
  return rows;
}

/** Asks for a 差異チェック once this transaction has committed. */
export async function askToCompare(tx: Db, merchantId: string, why: CompareWhy): Promise<void> {
  await tx
    .updateTable("connections")
    .set({ compareAsked: why })
    .where("merchantId", "=", merchantId)
    .execute();
  tell(tx, merchantId, "connection");
}

/** Takes what `askToCompare` left; null if nothing. */
export async function takeCompareAsk(tx: Db, merchantId: string): Promise<CompareWhy | null> {
  const { rows } = await sql<{ why: CompareWhy }>`
    with asked as (
      select merchant_id, compare_asked as why from connections
      where merchant_id = ${merchantId} and compare_asked is not null for update)
    update connections c set compare_asked = null from asked
    where c.merchant_id = asked.merchant_id returning asked.why`.execute(tx);
  tell(tx, merchantId, "connection");
  return rows[0]?.why ?? null;
}
