import { sql, type Insertable, type Selectable } from "kysely";
import type { Db, Tx } from "../kit/database.ts";
import type { Text } from "../kit/errors.ts";
import { writeTime } from "../kit/now.ts";
import { partsOf } from "../kit/parts.ts";
import type { OrderJobItemsTable, OrderJobsTable } from "../kit/tables.ts";
import { tell } from "../tell.ts";
import type { JobCounts, JobOutcome, OrderAction } from "./rules.ts";

export type JobRow = Omit<Selectable<OrderJobsTable>, "action"> & { action: OrderAction };
type ItemRow = Selectable<OrderJobItemsTable>;
export type JobItem = Omit<ItemRow, "action"> & { action: OrderAction | null };
export type Reason = { code: string; detail: Text };

/** Adds a job. Returns false if this press was stored before. */
export async function insertJob(
  tx: Tx,
  row: { merchantId: string; id: string; action: OrderAction; actor: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("orderJobs")
    .values({ ...row, action: JSON.stringify(row.action) })
    .onConflict((conflict) => conflict.columns(["merchantId", "id"]).doNothing())
    .executeTakeFirstOrThrow();
  tell(tx, row.merchantId, "orders");
  return numInsertedOrUpdatedRows === 1n;
}

/**
 * Adds the orders of a job, in the order of their IDs in the list, with their numbers. An ID that is no order of the merchant's gets
 * no number.
 */
export async function addOrders(
  tx: Tx,
  merchantId: string,
  jobId: string,
  orderIds: string[],
): Promise<void> {
  await sql`
    insert into order_job_items (merchant_id, job_id, nth, order_id, label)
    select ${merchantId}::uuid, ${jobId}::uuid, asked.nth, asked.id, coalesce(o.number, '')
    from unnest(${orderIds}::uuid[]) with ordinality asked(id, nth)
    left join orders o on o.merchant_id = ${merchantId} and o.id = asked.id`.execute(tx);
}

export async function findJob(db: Db, merchantId: string, id: string): Promise<JobRow | null> {
  const row = await db
    .selectFrom("orderJobs")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : asJob(row);
}

/** Adds the items of a job, each with its own data; rows that belong to no order are added with their outcome. */
export async function addItems(
  tx: Tx,
  merchantId: string,
  items: Omit<Insertable<OrderJobItemsTable>, "merchantId">[],
): Promise<void> {
  for (const part of partsOf(items))
    await tx
      .insertInto("orderJobItems")
      .values(part.map((item) => ({ merchantId, ...item })))
      .execute();
}

/** The merchant's oldest unfinished job. */
export async function nextJob(db: Db, merchantId: string): Promise<JobRow | null> {
  const row = await db
    .selectFrom("orderJobs")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("state", "=", "waiting")
    .orderBy("createdAt")
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : asJob(row);
}

const asJob = (row: Selectable<OrderJobsTable>): JobRow => ({ ...row, action: row.action as OrderAction });
const asItem = (row: ItemRow): JobItem => ({ ...row, action: row.action as OrderAction | null });

/** The next items to do. */
export async function openItems(
  db: Db,
  merchantId: string,
  jobId: string,
  limit: number,
): Promise<JobItem[]> {
  const rows = await db
    .selectFrom("orderJobItems")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("outcome", "is", null)
    .orderBy("nth")
    .limit(limit)
    .execute();
  return rows.map(asItem);
}

/** Locks an item that is still to be done. Returns false if someone else has done it. */
export async function lockItem(tx: Tx, { merchantId, jobId, nth }: JobItem): Promise<boolean> {
  const row = await tx
    .selectFrom("orderJobItems")
    .select("nth")
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("nth", "=", nth)
    .where("outcome", "is", null)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Stores the outcome of an item, and drops the item's own data (a parcel's number). */
export async function settleItem(
  db: Db,
  { merchantId, jobId, nth }: JobItem,
  outcome: JobOutcome,
  reason: Reason | null,
): Promise<void> {
  await db
    .updateTable("orderJobItems")
    .set({ outcome, action: null, reason: reason === null ? null : JSON.stringify(reason) })
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("nth", "=", nth)
    .where("outcome", "is", null)
    .execute();
}

export async function endJob(db: Db, merchantId: string, id: string): Promise<void> {
  await db
    .updateTable("orderJobs")
    .set({ state: "done", endedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "orders");
}

/** Counts a job's items by outcome. */
export async function countItems(db: Db, merchantId: string, jobId: string): Promise<JobCounts> {
  const { rows } = await sql<JobCounts>`
    select count(*) as total, count(*) filter (where outcome = 'done') as done,
      count(*) filter (where outcome = 'same') as same, count(*) filter (where outcome = 'refused') as refused
    from order_job_items where merchant_id = ${merchantId} and job_id = ${jobId}`.execute(db);
  return rows[0] ?? { total: 0, done: 0, same: 0, refused: 0 };
}

/** The outcomes of a job's orders, in their order: all of them, or only those with one outcome. */
export async function listItems(
  db: Db,
  merchantId: string,
  jobId: string,
  page: { after: number | null; limit: number; outcome?: JobOutcome | undefined },
): Promise<JobItem[]> {
  const rows = await db
    .selectFrom("orderJobItems")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .$if(page.outcome !== undefined, (query) => query.where("outcome", "=", page.outcome as JobOutcome))
    .$if(page.after !== null, (query) => query.where("nth", ">", page.after as number))
    .orderBy("nth")
    .limit(page.limit)
    .execute();
  return rows.map(asItem);
}
