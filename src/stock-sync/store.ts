import { sql, type RawBuilder } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { databaseTime, writeTime } from "../kit/now.ts";
import { named } from "../kit/named.ts";
import { last } from "../kit/pool-driver.ts";
import { signalIsDue, signalIsFresh, tellSignals } from "../signals/store.ts";
import type { Signal } from "./rules.ts";
import { tell } from "../tell.ts";

/**
 * How long a signal waits, counted from its first notification, for an order of its product that is being sent right now. Reading
 * earlier would be unsure.
 */
const grace = sql`interval '3 seconds'`;
/**
 * A product is read at once, and again after this at the earliest: a burst of notifications costs two calls, and a second change
 * within a second still shows within one.
 */
const rest = sql`interval '800 milliseconds'`;

/** True for a time within the last moments. A time in the future was written before the clock was set back, and does not count. */
const isWithin = (at: RawBuilder<unknown>, past: RawBuilder<unknown>) =>
  sql<boolean>`${at} between clock_timestamp() - ${past} and clock_timestamp()`;

const isHeld = sql`exists (
  select 1 from variations v
  where v.merchant_id = s.merchant_id and v.smaregi_product_id = s.smaregi_product_id and v.stock_managed
    and v.deleted_at is null and ${isWithin(sql`v.reading_began_at`, rest)}
) or ${isWithin(sql`coalesce(s.notified_at, s.asked_at)`, grace)} and exists (
  select 1 from transaction_stock stock
  join transactions t on t.merchant_id = stock.merchant_id and t.id = stock.row_id
  where stock.merchant_id = s.merchant_id and stock.smaregi_product_id = s.smaregi_product_id
    and stock.settled_at is null and t.state = 'sending' and ${isWithin(sql`t.sent_at`, grace)})`;

const isDue = signalIsDue(sql`s`);

export type DueSignal = Signal & {
  version: number;
  notificationId: string | null;
  attempts: number;
  cause: string;
  /** True if someone waits for it: it is read before what bulk work left. */
  isFresh: boolean;
};

/** The most that are read at once. Each such query holds up the process's other work for some hundredths of a second. */
const signalsAtOnce = 5_000;

/**
 * The merchant's due signals, all or only the fresh ones, oldest first, with the database's time. `held`: how many more wait for a
 * moment.
 */
export async function readSignals(
  db: Db,
  merchantId: string,
  which: "all" | "fresh" = "all",
): Promise<{ now: Date; due: DueSignal[]; held: number }> {
  const rows: (DueSignal & { now: Date; held: boolean })[] = [];
  for (let after = ""; ; after = rows.at(-1)?.smaregiProductId ?? "") {
    const part = await sql<DueSignal & { now: Date; held: boolean }>`${named}
      select clock_timestamp() as now, s.smaregi_product_id, s.version, s.asked_at, s.notified_at,
        s.notification_id, s.attempts, s.cause,
        exists (select 1 from absent_products a where a.merchant_id = s.merchant_id
          and a.smaregi_product_id = s.smaregi_product_id and a.kind = 'gone') as doubted,
        ${signalIsFresh} as is_fresh, ${isHeld} as held
      from signals s
      where s.merchant_id = ${merchantId} and s.smaregi_product_id > ${after}
        and ${isDue} ${which === "fresh" ? sql`and ${signalIsFresh}` : sql``}
      order by s.smaregi_product_id limit ${signalsAtOnce}`.execute(db);
    for (const row of part.rows) rows.push(row);
    if (part.rows.length < signalsAtOnce) break;
  }
  // Each part was read at its own time; none may count as read later than it was.
  const now = rows[0]?.now ?? new Date();
  const due = rows.filter((row) => !row.held).toSorted((a, b) => a.askedAt.getTime() - b.askedAt.getTime());
  return { now, due, held: rows.length - due.length };
}

export async function hasDueSignals(db: Db, merchantId: string): Promise<boolean> {
  const row = await db
    .selectFrom("signals as s")
    .modifyFront(named)
    .select("smaregiProductId")
    .where("merchantId", "=", merchantId)
    .where(isDue)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** When the next signal that was put off becomes due. */
export async function nextSignalAt(db: Db, merchantId: string): Promise<Date | null> {
  const row = await db
    .selectFrom("signals")
    .modifyFront(named)
    .select((eb) => eb.fn.min("retryAt").as("at"))
    .where("merchantId", "=", merchantId)
    .where("retryAt", ">", sql<Date>`clock_timestamp()`)
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Notes the result of the sync of these variations; `error` is null if it was good. `answered`: Smaregi answered about the product,
 * so an older reading no longer counts; a failed call says nothing about it.
 */
export async function noteSyncs(
  tx: Db,
  merchantId: string,
  notes: { variationId: string; beganAt: Date; answered: boolean; error: Fact | null }[],
): Promise<void> {
  if (notes.length === 0) return;
  const write = async (some: typeof notes, outcome: RawBuilder<unknown>) => {
    if (some.length === 0) return;
    const rows = some.map(({ variationId, beganAt, answered, error }) => {
      return { id: variationId, began_at: beganAt, answered, error };
    });
    await sql`${named}
      update variations v set
        reading_began_at = case when note.answered then note.began_at else v.reading_began_at end,
        ${outcome}, sync_error = note.error
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) note(id uuid, began_at timestamptz, answered boolean, error jsonb)
      where v.merchant_id = ${merchantId} and v.id = note.id`.execute(tx);
  };
  // A separate statement, because a write to a distributed table takes no time in a CASE.
  await write(
    notes.filter(({ error }) => error === null),
    sql`synced_at = ${writeTime}, sync_failed_at = null`,
  );
  await write(
    notes.filter(({ error }) => error !== null),
    sql`sync_failed_at = ${writeTime}`,
  );
  tell(tx, merchantId, "products", { variationIds: notes.map((note) => note.variationId) });
}

/** Deletes the signals that were read. One that was asked for again meanwhile stays and is read again. */
export async function deleteSignals(
  tx: Db,
  merchantId: string,
  signals: { smaregiProductId: string; version: number }[],
): Promise<void> {
  if (signals.length === 0) return;
  const products = signals.map((signal) => signal.smaregiProductId);
  const versions = signals.map((signal) => signal.version);
  await sql`${named}
    with gone as (
      select s.smaregi_product_id from signals s
      join unnest(${products}::text[], ${versions}::bigint[]) read(product, version)
        on read.product = s.smaregi_product_id and read.version = s.version
      where s.merchant_id = ${merchantId} order by s.smaregi_product_id for update of s)
    delete from signals s using gone
    where s.merchant_id = ${merchantId} and s.smaregi_product_id = gone.smaregi_product_id`.execute(tx);
  tellSignals(tx, merchantId, products);
}

/** Puts off signals whose read failed, because the assured mode tries again. */
export async function putOffSignals(
  tx: Db,
  merchantId: string,
  delays: { smaregiProductId: string; delayMs: number }[],
): Promise<void> {
  if (delays.length === 0) return;
  const products = delays.map((delay) => delay.smaregiProductId);
  const begin = await databaseTime(tx);
  const until = delays.map((delay) => new Date(begin.getTime() + delay.delayMs).toISOString());
  await sql`
    with waiting as (
      select s.smaregi_product_id, delay.until from signals s
      join unnest(${products}::text[], ${until}::timestamptz[]) delay(product, until)
        on delay.product = s.smaregi_product_id
      where s.merchant_id = ${merchantId} order by s.smaregi_product_id for update of s)
    update signals s set attempts = s.attempts + 1, retry_at = waiting.until
    from waiting where s.merchant_id = ${merchantId} and s.smaregi_product_id = waiting.smaregi_product_id`.execute(
    tx,
  );
  tellSignals(tx, merchantId, products);
}

/** The most that a column of the database holds: some 24 days. */
const longestMs = 2_147_483_647;

/**
 * Stores how long it took from the notification to the stored quantity (B9), and returns the milliseconds. A longer time than the
 * column holds is stored as the most that it holds. `isLast`: this is the transaction's last statement.
 */
export async function addLatencies(
  tx: Db,
  merchantId: string,
  notifiedAt: Date[],
  { isLast }: { isLast: boolean },
): Promise<number[]> {
  if (notifiedAt.length === 0) return [];
  const times = notifiedAt.map((time) => time.toISOString());
  const { rows } = await sql<{ milliseconds: number }>`${isLast ? last : sql``}${named}
    insert into sync_latencies (merchant_id, milliseconds)
    select ${merchantId}::uuid, least(round(extract(epoch from ${writeTime} - time) * 1000), ${longestMs})
    from unnest(${times}::timestamptz[]) time
    returning milliseconds`.execute(tx);
  tell(tx, merchantId, "link");
  return rows.map((row) => row.milliseconds);
}

export type StoredNotification = {
  id: string;
  contractId: string;
  eventId: string;
  event: string;
  action: string;
  body: object;
  trace: string | null;
};

/**
 * Stores notifications of contracts that someone here has. Returns the IDs of the new ones; skips what was stored before, and unknown
 * contracts.
 */
export async function storeNotifications(tx: Db, notifications: StoredNotification[]): Promise<Set<string>> {
  const rows = notifications.map(({ id, contractId, eventId, event, action, body, trace }) => {
    return { id, contract_id: contractId, event_id: eventId, event, action, body, trace };
  });
  const stored = await sql<{ id: string }>`${named}
    insert into notifications (id, contract_id, event_id, event, action, body, trace)
    select given.id, given.contract_id, given.event_id, given.event, given.action, given.body, given.trace
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      given(id uuid, contract_id text, event_id text, event text, action text, body jsonb, trace text)
    where exists (select 1 from connections c where c.contract_id = given.contract_id)
    order by given.contract_id, given.event_id
    on conflict do nothing
    returning id`.execute(tx);
  return new Set(stored.rows.map((row) => row.id));
}

/** `storeId` is null if the store is unknown. */
export type NotifiedItem = {
  contractId: string;
  notificationId: string;
  productId: string;
  storeId: string | null;
};

/**
 * Leaves a signal for each product that is a synced variation of a merchant whose live connection has this contract and store, or any
 * store if none is known (S2, P5). Returns the merchants to wake. Must be the transaction's last statement: the commit goes with it.
 */
export async function leaveNotifiedSignals(tx: Db, items: NotifiedItem[]): Promise<string[]> {
  if (items.length === 0) return [];
  const column = (name: keyof NotifiedItem): (string | null)[] => items.map((item) => item[name]);
  const { rows } = await sql<{ merchantId: string; products: string[] }>`${last}${named}
    with wanted as (
      select v.merchant_id, v.smaregi_product_id, max(item.notification) as notification_id
      from unnest(${column("contractId")}::text[], ${column("notificationId")}::text[],
                  ${column("productId")}::text[], ${column("storeId")}::text[])
        item(contract, notification, product, store)
      join connections c on c.contract_id = item.contract and c.store_id = coalesce(item.store, c.store_id)
        and c.enabled
      join merchants m on m.id = c.merchant_id and m.standing <> 'ended'
      join variations v on v.merchant_id = c.merchant_id and v.smaregi_product_id = item.product
        and v.stock_managed and v.deleted_at is null
      group by 1, 2
    ), left_signal as (
      insert into signals as s (merchant_id, smaregi_product_id, cause, notification_id, notified_at)
      select merchant_id, smaregi_product_id, 'notification', notification_id::uuid, ${writeTime}
      from wanted order by 1, 2
      on conflict (merchant_id, smaregi_product_id) do update set
        version = excluded.version, asked_at = excluded.asked_at, retry_at = null, cause = excluded.cause,
        notification_id = excluded.notification_id,
        notified_at = coalesce(s.notified_at, excluded.notified_at)
      returning merchant_id, smaregi_product_id
    )
    select merchant_id, array_agg(smaregi_product_id) as products from left_signal group by merchant_id`.execute(
    tx,
  );
  for (const { merchantId, products } of rows) tellSignals(tx, merchantId, products);
  return rows.map((row) => row.merchantId);
}
