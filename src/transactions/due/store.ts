import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import { tell } from "../../tell.ts";

/** Orders whose call is marked as out. Under the worker's lock no one can be sending them, so they were cut short. */
export async function ordersCutShort(db: Db, merchantId: string): Promise<string[]> {
  const { rows } = await sql<{ orderId: string }>`${named}
    select distinct t.order_id from orders o
    join transactions t on t.merchant_id = o.merchant_id and t.order_id = o.id and t.state in ('sending', 'cancelling')
    where o.merchant_id = ${merchantId} and o.restless`.execute(db);
  return rows.map((row) => row.orderId);
}

/** Written exactly as in the index of those orders. */
const isRestless = sql<boolean>`restless`;

/** True for an order whose next step is due now. Also true for one that was put off before the clock was set back. */
export const orderIsDue = sql<boolean>`(due_at is null or due_at <= clock_timestamp() or due_from > clock_timestamp() + interval '1 second')`;

/** The oldest due orders, at most `most`, without those in `except`. */
export async function nextOrders(
  db: Db,
  merchantId: string,
  { except, most }: { except: string[]; most: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom("orders")
    .modifyFront(named)
    .select("id")
    .where("merchantId", "=", merchantId)
    .where(isRestless)
    .where("id", "<>", sql<string>`all(${except}::uuid[])`)
    .where(orderIsDue)
    .orderBy("id")
    .limit(most)
    .execute();
  return rows.map((row) => row.id);
}

/** The trace that the last change to the order's link belongs to. */
export async function traceOf(db: Db, merchantId: string, orderId: string): Promise<string | null> {
  const row = await db
    .selectFrom("orders")
    .select("trace")
    .where("merchantId", "=", merchantId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  return row?.trace ?? null;
}

export async function hasDueOrders(db: Db, merchantId: string): Promise<boolean> {
  return (await nextOrders(db, merchantId, { except: [], most: 1 })).length > 0;
}

/** When the merchant's next order that is not due yet becomes due. */
export async function nextOrderAt(db: Db, merchantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("orders")
    .modifyFront(named)
    .select((eb) => eb.fn.min("dueAt").as("at"))
    .where("merchantId", "=", merchantId)
    .where(isRestless)
    .where("dueAt", ">", sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Wakes orders with a transaction that was left in this contract, because the connection is back there. */
export async function wakeLeftIn(tx: Db, merchantId: string, contractId: string): Promise<void> {
  await sql`
    with left_there as (
      select o.id from orders o where o.merchant_id = ${merchantId} and o.link_state = 'failed'
        and exists (select 1 from transactions t where t.merchant_id = o.merchant_id and t.order_id = o.id
          and t.halt = 'otherContract' and t.state = 'standing' and t.contract_id = ${contractId})
      order by o.id for update)
    update orders o set restless = true, due_at = null, due_from = null from left_there l
    where o.merchant_id = ${merchantId} and o.id = l.id`.execute(tx);
  tell(tx, merchantId, "link");
}

/** Makes everything due at once that these merchants' orders had put off. */
export async function hurryOrders(tx: Db, merchantIds: string[]): Promise<void> {
  // Sorted, so that two of these wait for each other without a deadlock. Each lock covers one merchant's rows.
  for (const merchantId of merchantIds.toSorted()) {
    await sql`
      with mine as (
        select id from orders where merchant_id = ${merchantId} and restless and due_at is not null
        order by id for update
      ), hurried as (
        update orders o set due_at = null, due_from = null from mine m
        where o.merchant_id = ${merchantId} and o.id = m.id returning o.id)
      update transactions t set retry_at = null, retry_from = null from hurried h
      where t.merchant_id = ${merchantId} and t.order_id = h.id and t.retry_at is not null`.execute(tx);
    tell(tx, merchantId, "link");
  }
}
