import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { signalIsDue } from "../../signals/store.ts";
import { orderIsDue } from "../../transactions/due/store.ts";

export type Waiting = {
  pendingOrders: number;
  oldestPending: number;
  overdueOrder: number;
  waitingSignals: number;
  oldestSignal: number;
  overdueSignal: number;
  waitingFiles: number;
  oldestFile: number;
  oldestCheck: number;
  waitingDeliveries: number;
  oldestDelivery: number;
  openFailures: number;
  openIncidents: number;
  pauses: number;
  heldProducts: number;
  receiversOff: number;
  queuedJobs: number;
  clockAhead: number;
  databaseAhead: number;
  catchUpAge: number;
  sweepAge: number | null;
  reconciliationAge: number | null;
  differences: number;
};

const age = (at: ReturnType<typeof sql>) =>
  sql`greatest(0, extract(epoch from clock_timestamp() - ${at}))::float8`;

/** What only one machine of a distributed database has. `spared`: merchants whose calls wait until their Smaregi answers again. */
type OfServer = Pick<Waiting, "pauses" | "queuedJobs" | "clockAhead" | "sweepAge" | "catchUpAge"> & {
  databaseNow: number;
  spared: string[];
};

/** Leaves out merchants whose contract has ended (C5): nothing is done for them any more, so nothing waits. */
const served = sql`merchant_id not in (select id from merchants where standing = 'ended')`;

/** Counts what waits, over all merchants, in two queries over small indexes; ages are in seconds. */
export async function readWaiting(db: Db): Promise<Waiting | undefined> {
  const askedAt = Date.now();
  const ofServer = await readOfServer(db);
  if (ofServer === undefined) return undefined;
  const { databaseNow, spared, ...own } = ofServer;
  const databaseAhead = databaseNow - (askedAt + Date.now()) / 2_000;
  // A worker does what is due there within moments, so the age of due work is the time for which no one did it.
  const mayCall = sql`merchant_id <> all(${spared}::uuid[]) and merchant_id in (
    select c.merchant_id from connections c join merchants m on m.id = c.merchant_id
    where c.enabled and m.standing <> 'ended')`;
  const { rows } = await sql<Omit<Waiting, keyof OfServer | "databaseAhead">>`
    select
      (select count(*) from orders where restless and ${served}) as pending_orders,
      coalesce((select ${age(sql`min(${orderSince})`)} from orders where restless and ${served}), 0) as oldest_pending,
      coalesce((select ${age(sql`min(coalesce(due_at, ${orderSince}))`)}
        from orders where restless and ${orderIsDue} and ${mayCall}), 0) as overdue_order,
      (select count(*) from signals where ${served}) as waiting_signals,
      coalesce((select ${age(sql`min(asked_at)`)} from signals where ${served}), 0) as oldest_signal,
      coalesce((select ${age(sql`min(coalesce(s.retry_at, s.asked_at))`)}
        from signals s where ${signalIsDue(sql`s`)} and ${mayCall}), 0) as overdue_signal,
      (select count(*) from bulk_jobs where state in ('waiting', 'running')) as waiting_files,
      coalesce((select ${age(sql`min(created_at)`)}
        from bulk_jobs where state in ('waiting', 'running')), 0) as oldest_file,
      coalesce((select ${age(sql`min(created_at)`)}
        from reconciliations where state in ('waiting', 'running')), 0) as oldest_check,
      (select count(*) from deliveries where state = 'waiting') as waiting_deliveries,
      coalesce((select ${age(sql`min(created_at)`)} from deliveries where state = 'waiting'), 0) as oldest_delivery,
      (select count(*) from integration_log where state = 'open' and ${served}) as open_failures,
      (select count(*) from incidents where state = 'open' and ${served}) as open_incidents,
      (select count(*) from held_zeros h where answer is null and ${served} and exists (select from variations v
        where v.merchant_id = h.merchant_id and v.smaregi_product_id = h.smaregi_product_id and v.stock_managed
          and v.deleted_at is null and v.quantity > 0)) as held_products,
      (select count(*) from receivers where state = 'off' and deleted_at is null and ${served}) as receivers_off,
      (select ${age(sql`max(ended_at)`)} from reconciliations where state = 'done' and exists (select from connections c
          join merchants m on m.id = c.merchant_id where c.enabled and m.standing <> 'ended')) as reconciliation_age,
      (select count(*) from differences d join reconciliations r
        on r.merchant_id = d.merchant_id and r.id = d.reconciliation_id
        where r.ended_at > now() - interval '1 day') as differences`.execute(db);
  const [waiting] = rows;
  return waiting === undefined ? undefined : { ...waiting, ...own, databaseAhead };
}

/** The time since which an order is in its present state. */
const orderSince = sql`case when counted then updated_at else uncounted_at end`;

async function readOfServer(db: Db): Promise<OfServer | undefined> {
  const live = sql`connections c join merchants m on m.id = c.merchant_id and m.standing <> 'ended'
    left join smaregi_pauses p on p.contract_id = c.contract_id where c.enabled`;
  const { rows } = await sql<OfServer>`
    select
      (select count(distinct p.contract_id) from ${live}) as pauses,
      (select count(*) from graphile_worker.jobs where run_at <= clock_timestamp() and locked_at is null) as queued_jobs,
      coalesce((select max(abs(c.clock_ahead_ms)) from ${live}), 0) / 1000.0::float8 as clock_ahead,
      (select ${age(sql`at`)} from last_done where name = 'sweep') as sweep_age,
      coalesce((select ${age(sql`min(coalesce(c.caught_up_at, c.moved_at))`)}
        from ${live} and p.contract_id is null), 0) as catch_up_age,
      (select coalesce(array_agg(c.merchant_id), '{}') from ${live}
        and p.contract_id is not null and c.mode = 'assured') as spared,
      extract(epoch from clock_timestamp())::float8 as database_now`.execute(db);
  return rows[0];
}

/** The age of the oldest open incident of each cause, in seconds. */
export async function readIncidentAges(db: Db): Promise<{ cause: string; seconds: number }[]> {
  const { rows } = await sql<{ cause: string; seconds: number }>`
    select cause, ${age(sql`min(opened_at)`)} as seconds from incidents
    where state = 'open' and ${served} group by cause`.execute(db);
  return rows;
}

/** The number of differences that the 差異チェック of the last day found, by cause. */
export async function readDifferences(db: Db): Promise<{ cause: string; count: number }[]> {
  const { rows } = await sql<{ cause: string; count: number }>`
    select d.cause, count(*) as count from differences d join reconciliations r
      on r.merchant_id = d.merchant_id and r.id = d.reconciliation_id
    where r.ended_at > now() - interval '1 day' group by d.cause`.execute(db);
  return rows;
}

/** Notes that periodic work was completed. */
export async function noteDone(db: Db, name: string): Promise<void> {
  await db
    .insertInto("lastDone")
    .values({ name, at: sql<Date>`clock_timestamp()` })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ at: sql<Date>`clock_timestamp()` }))
    .execute();
}
