import { sql, type Insertable, type Selectable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import { partsOf } from "../kit/parts.ts";
import type { Cause } from "./causes/rules.ts";
import type { DifferencesTable, ReconciliationsTable } from "../kit/tables.ts";
import { tell } from "../tell.ts";

export type ReconciliationRow = Selectable<ReconciliationsTable>;

/** Asks for a reconciliation and returns its ID; if one waits or runs already, returns that one's ID. */
export async function openReconciliation(
  tx: Db,
  row: { merchantId: string; id: string; askedBy: string },
): Promise<string> {
  await sql`select 1 from merchants where id = ${row.merchantId} for no key update`.execute(tx);
  const open = await nextReconciliation(tx, row.merchantId);
  if (open !== null) return open.id;
  await tx
    .insertInto("reconciliations")
    .values({ ...row, state: "waiting" })
    .execute();
  tell(tx, row.merchantId, "reconciliations");
  return row.id;
}

/** The merchant's oldest unfinished reconciliation. */
export async function nextReconciliation(db: Db, merchantId: string): Promise<ReconciliationRow | null> {
  const row = await db
    .selectFrom("reconciliations")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("state", "in", ["waiting", "running"])
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function readReconciliations(
  db: Db,
  merchantId: string,
  page: { id?: string; before: string | null; limit: number },
): Promise<(ReconciliationRow & { found: number })[]> {
  return await db
    .selectFrom("reconciliations as r")
    .selectAll()
    .select(
      sql<number>`(select count(*) from differences d where d.merchant_id = r.merchant_id
        and d.reconciliation_id = r.id)`.as("found"),
    )
    .where("merchantId", "=", merchantId)
    .$if(page.id !== undefined, (query) => query.where("id", "=", page.id ?? ""))
    .$if(page.before !== null, (query) => query.where("id", "<", page.before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

/** Begins a reconciliation. If it was cut short before, its former differences are deleted and will be found again. */
export async function beginReconciliation(db: Db, merchantId: string, id: string): Promise<void> {
  await db
    .deleteFrom("differences")
    .where("merchantId", "=", merchantId)
    .where("reconciliationId", "=", id)
    .execute();
  await db
    .updateTable("reconciliations")
    .set({ state: "running", products: 0, orders: 0, productsToCheck: null, ordersToCheck: null })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "reconciliations");
}

export async function updateReconciliation(
  db: Db,
  merchantId: string,
  id: string,
  {
    reason,
    ...values
  }: {
    state?: "done" | "failed";
    products?: number;
    productsToCheck?: number;
    orders?: number;
    ordersToCheck?: number;
    reason?: Fact;
  },
): Promise<void> {
  const why = reason === undefined ? {} : { reason: JSON.stringify(reason) };
  const over = values.state === undefined ? {} : { endedAt: writeTime };
  await db
    .updateTable("reconciliations")
    .set({ ...values, ...why, ...over })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "reconciliations");
}

export type NewDifference = Omit<
  Insertable<DifferencesTable>,
  "merchantId" | "reconciliationId" | "cause"
> & { cause: Cause };

export async function addDifferences(
  tx: Db,
  merchantId: string,
  reconciliationId: string,
  found: NewDifference[],
): Promise<void> {
  if (found.length === 0) return;
  for (const part of partsOf(found))
    await tx
      .insertInto("differences")
      .values(part.map((each) => ({ ...each, merchantId, reconciliationId })))
      .execute();
  tell(tx, merchantId, "reconciliations");
}

/** One difference of a run; null if there is none. */
export async function readDifference(db: Db, merchantId: string, reconciliationId: string, id: number) {
  const row = await db
    .selectFrom("differences")
    .select(["cause", "orderId", "rowId", "smaregiProductId"])
    .where("merchantId", "=", merchantId)
    .where("reconciliationId", "=", reconciliationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** The open entries of the integration log of these orders, where they can be repaired. */
export async function openEntries(
  db: Db,
  merchantId: string,
  orderIds: string[],
): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom("integrationLog")
    .select(["id", "orderId"])
    .where("merchantId", "=", merchantId)
    .where("state", "=", "open")
    .where("orderId", "=", sql<string>`any(${orderIds}::uuid[])`)
    .orderBy("id")
    .execute();
  return new Map(rows.flatMap((row) => (row.orderId === null ? [] : [[row.orderId, row.id] as const])));
}

/** The differences of a reconciliation, in the order in which they were found. */
export async function readDifferences(
  db: Db,
  merchantId: string,
  reconciliationId: string,
  page: { after: number; limit: number },
) {
  return await db
    .selectFrom("differences as d")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.merchantId", "=", "d.merchantId").onRef("o.id", "=", "d.orderId"),
    )
    .leftJoin("variations as v", (join) =>
      join.onRef("v.merchantId", "=", "d.merchantId").onRef("v.id", "=", "d.variationId"),
    )
    .leftJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["d.id", "d.at", "d.cause", "d.healing", "d.smaregiProductId", "d.transactionId", "d.orderId"])
    .select(["d.cartQuantity", "d.smaregiQuantity", "d.note", "o.number as orderNumber", "d.variationId"])
    .select(["v.systemProductNumber", "v.name as variationName", "v.productId", "p.name as productName"])
    .where("d.merchantId", "=", merchantId)
    .where("d.reconciliationId", "=", reconciliationId)
    .where("d.id", ">", page.after)
    .orderBy("d.id")
    .limit(page.limit)
    .execute();
}

/**
 * Merchants whose live link was not reconciled this night and whose minute has come: by the merchants' IDs the work is spread from
 * one to five o'clock in Japan. During Smaregi's maintenance it waits, as all calls do (C3). A night whose run failed counts as
 * missed.
 */
export async function merchantsToReconcile(db: Db, now: Date): Promise<string[]> {
  const local = sql`(${now}::timestamptz at time zone 'Asia/Tokyo')`;
  const { rows } = await sql<{ id: string }>`
    select c.merchant_id as id
    from connections c join merchants m on m.id = c.merchant_id
      left join smaregi_pauses p on p.contract_id = c.contract_id
    where c.enabled and m.standing <> 'ended' and (c.mode = 'standard' or p.contract_id is null)
      and (extract(hour from ${local}) between 1 and 4
        and extract(hour from ${local}) * 60 + extract(minute from ${local}) - 60
          >= (hashtextextended(c.merchant_id::text, 0) & 1023) % 230
        -- The night was missed: it is made up for by day.
        or c.merchant_id in (select r.merchant_id from reconciliations r group by r.merchant_id
          having coalesce(max(r.created_at) filter (where r.state <> 'failed'), '-infinity')
            < ${now}::timestamptz - interval '30 hours'))
      and c.merchant_id not in (select r.merchant_id from reconciliations r
        where r.created_at between ${now}::timestamptz - interval '6 hours' and ${now}::timestamptz + interval '5 minutes')`.execute(
    db,
  );
  return rows.map((row) => row.id);
}
