import { sql } from "kysely";
import type { Db } from "../kit/database.ts";

export type StatusRow = {
  waitingProducts: number;
  openFailures: number;
  ordersToday: number;
  totalToday: number;
  pendingOrders: number;
  waitingSignals: number;
  last: number | null;
  median: number | null;
  worst: number | null;
};

/** Counts of what waits, and today's times from notification to stored quantity (today in Japan, B9). */
export async function readCounts(db: Db, merchantId: string): Promise<StatusRow> {
  const { rows } = await sql<StatusRow>`
    with today as (
      select id, milliseconds from sync_latencies
      where merchant_id = ${merchantId} and at >= date_trunc('day', now(), 'Asia/Tokyo')
    ), ordered as (
      select o.money, (select sum(l.unit_price::bigint * l.quantity)::bigint from order_lines l
        where l.merchant_id = o.merchant_id and l.order_id = o.id) as lines
      from orders o
      where o.merchant_id = ${merchantId} and o.created_at >= date_trunc('day', now(), 'Asia/Tokyo')
        and o.status <> 'cancelled'
    )
    select
      (select count(distinct order_id) from operations where merchant_id = ${merchantId}
        and state in ('waiting', 'sending', 'unclear')) as pending_orders,
      (select count(*) from signals where merchant_id = ${merchantId}) as waiting_signals,
      (select count(*) from signals s join variations v on v.merchant_id = s.merchant_id
         and v.smaregi_product_id = s.smaregi_product_id and v.stock_managed and v.deleted_at is null
        where s.merchant_id = ${merchantId}) as waiting_products,
      (select count(*) from integration_log where merchant_id = ${merchantId} and state = 'open') as open_failures,
      (select count(*) from ordered) as orders_today,
      (select coalesce(sum(lines + coalesce((money->>'shippingFee')::int, 0) + (money->>'paymentFee')::int
         + (money->>'coolFee')::int + (money->>'wrappingFee')::int - (money->>'discount')::int
         - (money->>'couponDiscount')::int - (money->>'pointsUsed')::int + (money->>'adjustment')::int), 0)::bigint
        from ordered) as total_today,
      (select milliseconds from today order by id desc limit 1) as last,
      (select percentile_disc(0.5) within group (order by milliseconds) from today) as median,
      (select max(milliseconds) from today) as worst`.execute(db);
  return rows[0] as StatusRow;
}

/** Today's last times from notification to stored quantity, oldest first. */
export async function readLatencies(db: Db, merchantId: string, limit: number) {
  const { rows } = await sql<{ at: Date; milliseconds: number }>`
    select at, milliseconds from sync_latencies
    where merchant_id = ${merchantId} and at >= date_trunc('day', now(), 'Asia/Tokyo')
    order by at desc, id desc limit ${limit}`.execute(db);
  return rows.toReversed();
}

/** Calls to Smaregi that the pace of reads would let through at once. */
export async function readsLeft(db: Db, contractId: string, readsPerSecond: number): Promise<number> {
  const { rows } = await sql<{ behind: number }>`
    select greatest(0, extract(epoch from next_at - clock_timestamp()))::float8 as behind from smaregi_pace
    where contract_id = ${contractId} and kind = 'read'`.execute(db);
  return Math.max(0, Math.floor(readsPerSecond * (1 - (rows[0]?.behind ?? 0))));
}

/** Merchants with something due whose link is live: whom the sweep wakes. */
export async function merchantsWithDueRows(db: Db, rows: "signals" | "operations"): Promise<string[]> {
  const due = await db
    .selectFrom(rows)
    .innerJoin("connections as c", "c.merchantId", `${rows}.merchantId`)
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select(`${rows}.merchantId as id`)
    .distinct()
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .$if(rows === "operations", (query) =>
      query.where(sql<boolean>`state in ('waiting', 'sending', 'unclear')`),
    )
    .where(sql<boolean>`(retry_at is null or retry_at <= clock_timestamp())`)
    .execute();
  return due.map((row) => row.id);
}

/** Merchants whose live link has not looked for unnoticed changes for so long. */
export async function merchantsToCatchUp(db: Db, olderThanMs: number): Promise<string[]> {
  const rows = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select("c.merchantId as id")
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .where(
      sql<boolean>`coalesce(c.caught_up_at <= clock_timestamp() - ${olderThanMs} * interval '1 millisecond', true)`,
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Merchants with a file of products that is not through. */
export async function merchantsWithFiles(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("bulkJobs")
    .select("merchantId as id")
    .distinct()
    .where("state", "in", ["waiting", "running"])
    .execute();
  return rows.map((row) => row.id);
}

/** Merchants with a plan whose date has come. */
export async function merchantsWithDuePlans(
  db: Db,
  { today, now }: { today: string; now: Date },
): Promise<string[]> {
  const rows = await db
    .selectFrom("plans")
    .innerJoin("merchants as m", "m.id", "plans.merchantId")
    .select("plans.merchantId as id")
    .distinct()
    .where("m.standing", "!=", "ended")
    .where("state", "=", "active")
    .where("nextOn", "<=", today)
    .where((eb) => eb.or([eb("retryAt", "is", null), eb("retryAt", "<=", now)]))
    .execute();
  return rows.map((row) => row.id);
}

/** Forgets what nobody asks for any more; every number that people see stays. */
export async function prune(db: Db): Promise<void> {
  await sql`delete from notifications where received_at < now() - interval '14 days'`.execute(db);
  await sql`delete from sync_latencies where at < now() - interval '2 days'`.execute(db);
  await sql`delete from idempotency_keys where created_at < now() - interval '30 days'`.execute(db);
  await sql`delete from bulk_jobs where ended_at < now() - interval '90 days'
    or state = 'receiving' and created_at < now() - interval '1 day'`.execute(db);
  await sql`delete from reconciliations where ended_at < now() - interval '90 days'`.execute(db);
  // Only a reading that began before the confirmation asks for these; none takes an hour.
  await sql`delete from operation_stock where done_at < now() - interval '1 hour'`.execute(db);
}
