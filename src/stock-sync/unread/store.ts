import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { databaseTime } from "../../kit/now.ts";
import { leaveMissingSignals } from "../../signals/store.ts";

/** How long a synced product may go without a reading before the rolling check reads it. */
export const unreadForMs = 20 * 3_600_000;
const unreadFor = sql`interval '20 hours'`;

/** Each synced product with the time of its last reading. */
const metOf = (merchantId: string) => sql`
  select v.smaregi_product_id as product, min(greatest(v.reading_began_at, v.sync_failed_at, v.created_at)) as at
  from variations v
  where v.merchant_id = ${merchantId} and v.smaregi_product_id is not null and v.stock_managed
    and v.deleted_at is null
  group by v.smaregi_product_id`;

/** Up to this many unread products are read three at a time; more of them in pages. */
const fewUnread = 20;

/**
 * The rolling check's share for now (P2). Of the synced products without a reading for 20 hours it takes all if they are many,
 * because they cost only a few pages, or else the three that have waited longest. Leaves their signals and schedules the next look.
 * Returns how many signals it leaves.
 */
export async function leaveUnreadSignals(db: Db, merchantId: string): Promise<number> {
  // A time in the future was written before the clock was set back: the true time is unknown.
  const { rows } = await sql<{ product: string }>`
    select product from (${metOf(merchantId)}) met
    where at not between clock_timestamp() - ${unreadFor} and clock_timestamp() order by at`.execute(db);
  const unread = rows.map((row) => row.product);
  const share = unread.length > fewUnread ? unread : unread.slice(0, 3);
  const left = await leaveMissingSignals(db, merchantId, share, "longUnread");
  const checkAt = await nextCheckAt(db, merchantId, unread.length > 0);
  await db.updateTable("connections").set({ checkAt }).where("merchantId", "=", merchantId).execute();
  return left;
}

/** When the next products will have gone unread for too long; in a moment if some have already (`isMore`). */
async function nextCheckAt(db: Db, merchantId: string, isMore: boolean): Promise<Date> {
  const moment = await databaseTime(db);
  if (isMore) return new Date(moment.getTime() + 50_000);
  const { rows } = await sql<{ at: Date | null }>`
    select min(at) as at from (${metOf(merchantId)}) met`.execute(db);
  return new Date((rows[0]?.at ?? moment).getTime() + unreadForMs);
}

/** Stores the differences that the rolling check found; GET /status counts them. */
export async function addFinds(
  tx: Db,
  merchantId: string,
  finds: { variationId: string; quantityBefore: number | null; quantity: number }[],
): Promise<void> {
  if (finds.length === 0) return;
  await tx
    .insertInto("checkFinds")
    .values(finds.map((find) => ({ merchantId, ...find })))
    .execute();
}

/** Those of these products with a synced variation that took no reading since this time. */
export async function notReadSince(
  db: Db,
  merchantId: string,
  { products, since }: { products: string[]; since: Date },
): Promise<Set<string>> {
  if (products.length === 0) return new Set();
  const { rows } = await sql<{ product: string }>`
    select distinct smaregi_product_id as product from variations
    where merchant_id = ${merchantId} and smaregi_product_id = any(${products}::text[]) and stock_managed
      and deleted_at is null and coalesce(reading_began_at < ${since}, true)`.execute(db);
  return new Set(rows.map((row) => row.product));
}

/**
 * Synced products whose newest reading failed because Smaregi did not answer or did not let us in, and which no one has marked as
 * handled. A failure about the product itself, or its row, is left out: Smaregi would only repeat it.
 */
export async function failedWhileAway(db: Db, merchantId: string): Promise<string[]> {
  const { rows } = await sql<{ product: string }>`
    select distinct v.smaregi_product_id as product
    from variations v join integration_log l on l.merchant_id = v.merchant_id and l.variation_id = v.id
    where v.merchant_id = ${merchantId} and v.sync_failed_at is not null and v.deleted_at is null
      and v.stock_managed and v.smaregi_product_id is not null
      and l.state = 'open' and l.call = 'stockList' and l.fact->>'kind' <> 'oddRow'
      and (l.status is null or l.status not between 400 and 499 or l.status in (401, 403, 429)
        or l.fact->>'kind' = 'foreignAnswer')`.execute(db);
  return rows.map((row) => row.product);
}

/** Those of these products whose rows are not simply applied: a signal for them waits, or Smaregi has no such product. */
export async function setApart(
  db: Db,
  merchantId: string,
  products: string[],
): Promise<{ waiting: Set<string>; gone: Set<string> }> {
  const { rows } = await sql<{ product: string; waiting: boolean }>`
    select smaregi_product_id as product, true as waiting from signals
    where merchant_id = ${merchantId} and smaregi_product_id = any(${products}::text[])
    union all
    select smaregi_product_id, false from absent_products
    where merchant_id = ${merchantId} and smaregi_product_id = any(${products}::text[]) and kind = 'gone'`.execute(
    db,
  );
  const named = (waiting: boolean) =>
    new Set(rows.filter((row) => row.waiting === waiting).map((row) => row.product));
  return { waiting: named(true), gone: named(false) };
}
