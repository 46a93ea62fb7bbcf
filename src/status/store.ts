import { sql } from "kysely";
import { askEverySeconds } from "../connection/app-end/rules.ts";
import type { Db } from "../kit/database.ts";
import { hasCome } from "../kit/due.ts";
import { named } from "../kit/named.ts";
import { longestProbeMs } from "../maintenance/rules.ts";
import { orderIsBehind } from "../orders/store.ts";
import { hasDueEvents } from "../outbox/deliveries/store.ts";
import { mailIsDue } from "../outbox/mails/store.ts";
import { retryMs } from "../plans/rules.ts";
import type { MerchantTask } from "../tasks.ts";
import { orderIsDue } from "../transactions/due/store.ts";
import { unreadForMs } from "../stock-sync/unread/store.ts";
import { longestWaitMs } from "../smaregi-catalog/rules.ts";
import { changesAgainMs } from "../stock-sync/changes/store.ts";
import { signalIsDue } from "../signals/store.ts";

export type StatusRow = {
  waitingProducts: number;
  openFailures: number;
  openIncidents: number;
  foundByCheck: number;
  ordersBehind: number;
  soldOutProducts: number;
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
      (select count(*) from orders where merchant_id = ${merchantId} and restless) as pending_orders,
      (select count(*) from signals where merchant_id = ${merchantId}) as waiting_signals,
      (select count(*) from signals s join variations v on v.merchant_id = s.merchant_id
         and v.smaregi_product_id = s.smaregi_product_id and v.stock_managed and v.deleted_at is null
        where s.merchant_id = ${merchantId}) as waiting_products,
      (select count(*) from integration_log where merchant_id = ${merchantId} and state = 'open') as open_failures,
      (select count(*) from incidents where merchant_id = ${merchantId} and state = 'open') as open_incidents,
      (select count(*) from check_finds where merchant_id = ${merchantId}
        and at >= now() - interval '7 days') as found_by_check,
      (select count(*) from orders where merchant_id = ${merchantId} and ${orderIsBehind}) as orders_behind,
      (select count(distinct product_id) from variations
        where merchant_id = ${merchantId} and sold_out and deleted_at is null) as sold_out_products,
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

/** The number of calls to Smaregi that the pace of reads would allow now. */
export async function readsLeft(db: Db, contractId: string, readsPerSecond: number): Promise<number> {
  const { rows } = await sql<{ behind: number }>`
    select greatest(0, extract(epoch from greatest(next_at, paused_until) - clock_timestamp()))::float8 as behind from smaregi_pace
    where contract_id = ${contractId} and kind = 'read'`.execute(db);
  return Math.max(0, Math.floor(readsPerSecond * (1 - (rows[0]?.behind ?? 0))));
}

type Due = { task: MerchantTask; merchantId: string };

/**
 * Returns which tasks of which merchants are due, from rows alone: two queries over small indexes, because each worker asks every
 * second. It must not find more than the tasks themselves take up, or they would be woken for nothing, again and again.
 */
export async function dueWork(db: Db, { today, now }: { today: string; now: Date }): Promise<Due[]> {
  const { due: ofConnections, spared } = await dueOfConnections(db);
  // By lists, not row by row: a distributed database joins only tables of the same merchant.
  const mayCall = sql`due.merchant_id <> all(${spared}::uuid[]) and due.merchant_id in (
    select c.merchant_id from connections c join merchants m on m.id = c.merchant_id
    where c.enabled and m.standing <> 'ended')`;
  const isEnded = sql`(select id from merchants where standing = 'ended')`;
  const { rows } = await sql<Due>`${named}
    select 'syncStock' as task, due.merchant_id from (
      select distinct s.merchant_id from signals s where ${signalIsDue(sql`s`)}) due
    where ${mayCall}
    union all
    select 'sendOrders', due.merchant_id from (
      select distinct merchant_id from orders where restless
        and ${orderIsDue}) due
    where ${mayCall}
    union all
    select distinct 'runBulkJobs', merchant_id from bulk_jobs where state in ('waiting', 'running')
    union all
    select distinct 'runReconciliations', merchant_id from reconciliations where state in ('waiting', 'running')
    union all
    select distinct 'placePlanOrders', plan.merchant_id from plans plan
    where plan.merchant_id not in ${isEnded} and plan.state = 'active' and plan.next_on <= ${today}
      and (plan.retry_at is null or plan.retry_at <= ${now}
        or plan.retry_at > ${now}::timestamptz + ${retryMs} * interval '1 millisecond')
    union all
    select distinct 'matchLinks', merchant_id from link_runs where state in ('waiting', 'matching')
    union all
    select distinct 'runOrderJobs', merchant_id from order_jobs where state = 'waiting'
    union all
    select 'readCatalog', due.merchant_id from smaregi_catalogs due
    where due_at is not null and ${hasCome(sql`due_at`, longestWaitMs)} and (${mayCall}
      or by_person and due.merchant_id not in ${isEnded})
      and due.merchant_id in (select c.merchant_id from connections c join contract_proofs proof
        on proof.merchant_id = c.merchant_id and proof.contract_id = c.contract_id)
    union all
    select distinct 'watchIncidents', merchant_id from incidents where look_at <= clock_timestamp()
    union all
    select distinct 'sendEvents', r.merchant_id from receivers r where ${hasDueEvents}`.execute(db);
  return [...ofConnections, ...rows];
}

/**
 * What is due by connections and by mails to accounts, and who is `spared`: a merchant in the assured mode waits while its Smaregi is
 * in maintenance (`mayCall`).
 */
async function dueOfConnections(db: Db): Promise<{ due: Due[]; spared: string[] }> {
  const live = sql`connections c join merchants m on m.id = c.merchant_id and m.standing <> 'ended'
    left join smaregi_pauses p on p.contract_id = c.contract_id where c.enabled`;
  const mayCall = sql`(c.mode = 'standard' or p.contract_id is null)`;
  const { rows } = await sql<{ task: MerchantTask | "spared"; merchantId: string }>`${named}
    select 'spared' as task, c.merchant_id from ${live} and not ${mayCall}
    union all
    select 'catchUp', c.merchant_id from ${live} and ${mayCall} and c.catch_up_at is not null
      and ${hasCome(sql`c.catch_up_at`, changesAgainMs)}
    union all
    select 'runReconciliations', c.merchant_id from ${live} and ${mayCall} and c.compare_asked is not null
    union all
    select 'confirmEnd', merchant_id from connections
    where enabled and told_end is not null and ${hasCome(sql`ask_end_at`, askEverySeconds * 1_000)}
    union all
    select distinct 'sendEvents', m.merchant_id from account_mails m where ${mailIsDue}
    union all
    select * from (select distinct on (p.contract_id) 'probeSmaregi', c.merchant_id from ${live}
      and ${hasCome(sql`p.probe_at`, longestProbeMs)}) probes`.execute(db);
  return {
    due: rows.flatMap(({ task, merchantId }) => (task === "spared" ? [] : [{ task, merchantId }])),
    spared: rows.filter(({ task }) => task === "spared").map(({ merchantId }) => merchantId),
  };
}

/** Merchants whose live link has not looked for unnoticed changes for this long. */
export async function merchantsToCatchUp(db: Db, olderThanMs: number): Promise<string[]> {
  const rows = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select("c.merchantId as id")
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .where(
      sql<boolean>`coalesce(c.caught_up_at not between clock_timestamp() - ${olderThanMs} * interval '1 millisecond'
        and clock_timestamp(), true)`,
    )
    .execute();
  return rows.map((row) => row.id);
}

/** Merchants whose live link may have products that were not read for long. */
export async function merchantsWithUnread(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("connections as c")
    .innerJoin("merchants as m", "m.id", "c.merchantId")
    .select("c.merchantId as id")
    .where("c.enabled", "=", true)
    .where("m.standing", "!=", "ended")
    .where(sql<boolean>`coalesce(${hasCome(sql`c.check_at`, unreadForMs)}, true)`)
    .execute();
  return rows.map((row) => row.id);
}

/** Deletes what no one asks for any more; every number that people see stays. */
export async function prune(db: Db): Promise<void> {
  await sql`delete from notifications where received_at < now() - interval '14 days'`.execute(db);
  await sql`delete from sync_latencies where at < now() - interval '2 days'`.execute(db);
  await sql`delete from check_finds where at < now() - interval '30 days'`.execute(db);
  await sql`delete from idempotency_keys where created_at < now() - interval '30 days'`.execute(db);
  await sql`delete from connection_previews where made_at < now() - interval '1 day'`.execute(db);
  await sql`delete from proof_attempts where at < now() - interval '1 day'`.execute(db);
  await sql`delete from bulk_jobs where ended_at < now() - interval '90 days'
    or state = 'receiving' and created_at < now() - interval '1 day'`.execute(db);
  await sql`delete from order_jobs where ended_at < now() - interval '90 days'`.execute(db);
  await sql`delete from reconciliations where ended_at < now() - interval '90 days'`.execute(db);
  // Only a reading that began before the confirmation needs these, and none takes an hour.
  await sql`delete from transaction_stock where settled_at < now() - interval '1 hour'`.execute(db);
}
