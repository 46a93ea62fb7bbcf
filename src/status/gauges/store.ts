import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";

export type Waiting = {
  pendingOrders: number;
  oldestPending: number;
  waitingSignals: number;
  oldestSignal: number;
  waitingFiles: number;
  waitingDeliveries: number;
  oldestDelivery: number;
  openFailures: number;
  openIncidents: number;
  pauses: number;
  heldProducts: number;
  receiversOff: number;
  queuedJobs: number;
  clockAhead: number;
  sweepAge: number | null;
  reconciliationAge: number | null;
  differences: number;
};

const age = (at: ReturnType<typeof sql>) =>
  sql`greatest(0, extract(epoch from clock_timestamp() - ${at}))::float8`;

type OfServer = "pauses" | "queuedJobs" | "clockAhead" | "sweepAge";

/** What waits, of all merchants, in two queries over small indexes; ages in seconds. */
export async function readWaiting(db: Db): Promise<Waiting | undefined> {
  const { rows } = await sql<Omit<Waiting, OfServer>>`
    select
      (select count(*) from orders where restless) as pending_orders,
      coalesce((select ${age(sql`min(case when counted then updated_at else uncounted_at end)`)}
        from orders where restless), 0) as oldest_pending,
      (select count(*) from signals) as waiting_signals,
      coalesce((select ${age(sql`min(asked_at)`)} from signals), 0) as oldest_signal,
      (select count(*) from bulk_jobs where state in ('waiting', 'running')) as waiting_files,
      (select count(*) from deliveries where state = 'waiting') as waiting_deliveries,
      coalesce((select ${age(sql`min(created_at)`)} from deliveries where state = 'waiting'), 0) as oldest_delivery,
      (select count(*) from integration_log where state = 'open') as open_failures,
      (select count(*) from incidents where state = 'open') as open_incidents,
      (select count(*) from held_zeros where answer is null) as held_products,
      (select count(*) from receivers where state = 'off' and deleted_at is null) as receivers_off,
      (select ${age(sql`max(ended_at)`)} from reconciliations where state = 'done') as reconciliation_age,
      (select count(*) from differences d join reconciliations r
        on r.merchant_id = d.merchant_id and r.id = d.reconciliation_id
        where r.ended_at > now() - interval '1 day') as differences`.execute(db);
  // Apart: on a distributed database these are the coordinator's alone.
  const ofServer = await sql<Pick<Waiting, OfServer>>`
    select
      (select count(*) from smaregi_pauses) as pauses,
      (select count(*) from graphile_worker.jobs where run_at <= clock_timestamp() and locked_at is null) as queued_jobs,
      coalesce((select max(abs(clock_ahead_ms)) from connections where enabled), 0) / 1000.0::float8 as clock_ahead,
      (select ${age(sql`at`)} from last_done where name = 'sweep') as sweep_age`.execute(db);
  const [waiting] = rows;
  const [own] = ofServer.rows;
  return waiting === undefined || own === undefined ? undefined : { ...waiting, ...own };
}

/** Notes that work which comes by itself was done to its end. */
export async function noteDone(db: Db, name: string): Promise<void> {
  await db
    .insertInto("lastDone")
    .values({ name, at: sql<Date>`clock_timestamp()` })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ at: sql<Date>`clock_timestamp()` }))
    .execute();
}
