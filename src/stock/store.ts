import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";
import type { Movement, StockRow } from "./rules.ts";
import { tell } from "../tell.ts";

const columns = [
  "id",
  "stockManaged",
  "smaregiProductId",
  "quantity",
  "level",
  "syncedAt",
  "saleStopped",
] as const;

/** The parts of the stock that an order touches: its variations, and the Smaregi products that its lines were taken from. */
export type Touched = { variationIds: string[]; products?: string[] };

/**
 * Locks these variations and all that are synced with the same Smaregi products, in the order of their IDs, so that two orders of the
 * same goods never wait for each other.
 */
export async function lockWithSiblings(tx: Db, merchantId: string, touched: Touched): Promise<StockRow[]> {
  const { rows } = await sql<StockRow>`${withSiblings(merchantId, touched)} for no key update`.execute(tx);
  return rows;
}

/** The same rows as they are now, without a lock, for callers that only read. */
export async function readWithSiblings(db: Db, merchantId: string, touched: Touched): Promise<StockRow[]> {
  const { rows } = await sql<StockRow>`${withSiblings(merchantId, touched)}`.execute(db);
  return rows;
}

function withSiblings(merchantId: string, touched: Touched) {
  return sql`${named}
    ${namedAndLinked(merchantId, touched)}
    select id, stock_managed, smaregi_product_id, quantity, level, synced_at, sale_stopped from variations
    where merchant_id = ${merchantId} and deleted_at is null and id in (${siblingsOf(merchantId)})
    order by id`;
}

/** Begins a statement that uses `siblingsOf`. A variation without the flag is also sold from its Smaregi product (O6). */
export function namedAndLinked(merchantId: string, { variationIds, products = [] }: Touched) {
  return sql`
    with named as (
      select id, smaregi_product_id as link from variations where merchant_id = ${merchantId} and id = any(${variationIds}::uuid[])
    ), linked as (
      select link from named where link is not null union select unnest(${products}::text[])
    )`;
}

/** The IDs of the variations that were named, and of all that are synced with the same Smaregi products. */
export const siblingsOf = (merchantId: string) => sql`
  select id from named
  union
  select sibling.id from linked
  join variations sibling on sibling.merchant_id = ${merchantId} and sibling.smaregi_product_id = linked.link
    and sibling.stock_managed and sibling.deleted_at is null`;

/** Locks every synced variation of these Smaregi products (S3); includes the result of its last sync. */
export async function lockSynced(
  tx: Db,
  merchantId: string,
  smaregiProductIds: string[],
): Promise<(StockRow & { readingBeganAt: Date | null; syncFailedAt: Date | null })[]> {
  return await tx
    .selectFrom("variations")
    .modifyFront(named)
    .select([...columns, "syncFailedAt"])
    // A time in the future was written before the clock was set back: it is older than any reading of now.
    .select(
      sql<Date | null>`case when reading_began_at <= clock_timestamp() then reading_began_at end`.as(
        "readingBeganAt",
      ),
    )
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${smaregiProductIds}::text[])`)
    .where("stockManaged", "=", true)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** Why a quantity changed, for its ledger entry. */
export type Reason = {
  cause: string;
  actor: string;
  orderId?: string | null;
  notificationId?: string | null;
  reading?: number | null;
  pending?: number | null;
};

/**
 * The only statement that changes a quantity: each change and its ledger entry are written together or not at all (B6). The caller's
 * transaction must have locked the rows.
 */
export async function writeMovements(
  tx: Db,
  merchantId: string,
  entries: (Movement & Reason)[],
): Promise<void> {
  if (entries.length === 0) return;
  await sql`${named}with ${movementParts(merchantId, entries)} select`.execute(tx);
  tellMoved(tx, merchantId, entries);
}

/** Tells the open pages whose quantities moved. */
export function tellMoved(tx: Db, merchantId: string, entries: Pick<Movement, "variationId">[]): void {
  if (entries.length === 0) return;
  tell(tx, merchantId, "products", { variationIds: entries.map((entry) => entry.variationId) });
}

/**
 * The parts of a statement that move quantities (`changed`, and those of `ledgerParts`), for a statement that also writes their
 * cause, such as an order.
 */
export function movementParts(merchantId: string, entries: (Movement & Reason)[]) {
  return sql`${ledgerParts(merchantId, entries)}, changed as (
      update variations v set quantity = entry.quantity, level = entry.level
      from entry where v.merchant_id = ${merchantId} and v.id = entry.variation_id and entry.is_last
    )`;
}

/**
 * The parts of a statement that store and announce movements, without the quantities themselves (`entry`, `moved`, `announced`): for
 * variations that the same statement writes with their first quantity.
 */
export function ledgerParts(merchantId: string, entries: (Movement & Reason)[]) {
  const lastOf = new Map(entries.map((entry) => [entry.variationId, entry]));
  const rows = entries.map((entry) => ({
    is_last: lastOf.get(entry.variationId) === entry,
    variation_id: entry.variationId,
    change: entry.change,
    quantity: entry.quantity,
    level: entry.level,
    cause: entry.cause,
    actor: entry.actor,
    order_id: entry.orderId ?? null,
    notification_id: entry.notificationId ?? null,
    reading: entry.reading ?? null,
    pending: entry.pending ?? null,
  }));
  return sql`entry as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as e(
        is_last boolean, variation_id uuid, change int, quantity int, level int, cause text, actor text,
        order_id uuid, notification_id uuid, reading bigint, pending int)
    ), moved as (
      insert into movements (merchant_id, variation_id, cause, change, quantity, reading, pending,
                             order_id, notification_id, actor)
      select ${merchantId}::uuid, variation_id, cause, change, quantity, reading, pending,
             order_id, notification_id, actor
      from entry
    ), announced as (
      insert into outbox (merchant_id, type, thing, data)
      select ${merchantId}::uuid, 'stock.changed', variation_id, jsonb_build_object(
        'variationId', variation_id, 'quantity', quantity, 'change', change, 'cause', cause)
      from entry where change <> 0
    )`;
}

/** Reads ledger entries as people see them, newest first, up to `at`. */
export async function readMovements(
  db: Db,
  merchantId: string,
  variationId: string,
  page: { at: Date | null; before: number | null; limit: number },
) {
  return await db
    .selectFrom("movements as m")
    .leftJoin("orders as o", (join) =>
      join.onRef("o.merchantId", "=", "m.merchantId").onRef("o.id", "=", "m.orderId"),
    )
    .select(["m.id", "m.at", "m.cause", "m.change", "m.quantity", "m.reading", "m.pending"])
    .select(["m.notificationId", "m.actor", "o.number as orderNumber"])
    .where("m.merchantId", "=", merchantId)
    .where("m.variationId", "=", variationId)
    // `at` is in milliseconds: everything within that millisecond belongs to it.
    .$if(page.at !== null, (query) => query.where("m.at", "<", new Date((page.at as Date).getTime() + 1)))
    .$if(page.before !== null, (query) => query.where("m.id", "<", page.before as number))
    .orderBy("m.id", "desc")
    .limit(page.limit)
    .execute();
}
