import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { tellSignals } from "../../signals/store.ts";

/** How long a synced product may go unread before the rolling check reads it. */
export const unreadForMs = 20 * 3_600_000;
const unreadFor = sql`interval '20 hours'`;

/**
 * The rolling check's share of now (P2): of the synced products that no reading met for 20 hours, all where they are many,
 * since they cost a few pages, else the three that wait longest. Leaves their signals, and puts the next look to when there
 * will be more. Returns how many it leaves.
 */
export async function leaveUnreadSignals(db: Db, merchantId: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    with met as (
      select v.smaregi_product_id as product,
        min(greatest(v.reading_began_at, v.sync_failed_at, v.created_at)) as at
      from variations v
      where v.merchant_id = ${merchantId} and v.smaregi_product_id is not null and v.stock_managed
        and v.deleted_at is null
      group by 1
    ), unread as (
      select product, at, count(*) over () as many from met
      -- A time to come was written before the clock was set back: nobody knows when it was.
      where at not between clock_timestamp() - ${unreadFor} and clock_timestamp()
    ), share as (
      select product from (select product, many, row_number() over (order by at) as place from unread) placed
      where many > 20 or place <= 3
    ), left_signal as (
      insert into signals (merchant_id, smaregi_product_id, cause)
      select ${merchantId}::uuid, product, 'longUnread' from share order by product
      on conflict do nothing returning 1
    ), planned as (
      update connections set check_at = case
        when exists (select 1 from unread) then clock_timestamp() + interval '50 seconds'
        else coalesce((select min(at) from met), clock_timestamp()) + ${unreadFor} end
      where merchant_id = ${merchantId}
    )
    select count(*) as left from left_signal`.execute(db);
  const left = rows[0]?.left ?? 0;
  if (left > 0) tellSignals(db, merchantId);
  return left;
}

/** Keeps what the rolling check found to differ: GET /status counts it. */
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

/** Those of these products of which a synced variation took no reading since this time. */
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

/** Of these products those whose rows are not simply applied: a signal of them waits, or Smaregi has no such product. */
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
