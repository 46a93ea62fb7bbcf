import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { readLines } from "../../orders/store.ts";
import type { TransactionRow } from "../../transactions/rules.ts";
import { readLinks } from "../../transactions/store.ts";

export type Linked = {
  id: string;
  quantity: number | null;
  smaregiProductId: string;
  janCode: string | null;
  readingBeganAt: Date | null;
  syncedAt: Date | null;
  /** True if its last reading failed. */
  hasFailed: boolean;
  /** The mass-zero guard's hold: `asked` until someone answers; null if it is not held. */
  hold: "asked" | "answered" | null;
  /** True if a signal of it waits: it will be read soon anyway. */
  waiting: boolean;
};

/** The synced variations of these Smaregi products, as they are now. */
export async function linkedAmong(db: Db, merchantId: string, products: string[]): Promise<Linked[]> {
  const { rows } = await sql<Linked>`
    select v.id, v.quantity, v.smaregi_product_id, v.jan_code, v.reading_began_at, v.synced_at,
      v.sync_failed_at is not null as has_failed,
      case when h.smaregi_product_id is not null then case when h.answer is null then 'asked' else 'answered' end end as hold,
      s.smaregi_product_id is not null as waiting
    from variations v
    left join held_zeros h on h.merchant_id = v.merchant_id and h.smaregi_product_id = v.smaregi_product_id
    left join signals s on s.merchant_id = v.merchant_id and s.smaregi_product_id = v.smaregi_product_id
    where v.merchant_id = ${merchantId} and v.stock_managed and v.deleted_at is null
      and v.smaregi_product_id = any(${products}::text[])
    order by v.smaregi_product_id, v.id`.execute(db);
  return rows;
}

/** Every variation that is linked with one of these Smaregi products, synced or not, with the fields that Smaregi has too. */
export async function linksAmong(db: Db, merchantId: string, products: string[]) {
  const { rows } = await sql<{
    id: string;
    quantity: number | null;
    smaregiProductId: string;
    janCode: string | null;
    taxRate: 8 | 10;
    price: number;
    stockManaged: boolean;
  }>`
    select v.id, v.quantity, v.smaregi_product_id, v.jan_code, coalesce(v.tax_rate, p.tax_rate) as tax_rate,
      coalesce(v.price, p.price) as price, v.stock_managed
    from variations v join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
    where v.merchant_id = ${merchantId} and v.deleted_at is null and v.smaregi_product_id = any(${products}::text[])
    order by v.smaregi_product_id, v.id`.execute(db);
  return rows;
}

/** The time of the last notification since a time that names each of these products, in the connection's store or without a store. */
export async function lastNotified(
  db: Db,
  { merchantId, products, since }: { merchantId: string; products: string[]; since: Date },
): Promise<Map<string, Date>> {
  if (products.length === 0) return new Map();
  const { rows } = await sql<{ product: string; at: Date }>`
    select entry ->> 'productId' as product, max(n.received_at) as at
    from connections c join notifications n on n.contract_id = c.contract_id and n.event = 'pos:stock'
      and n.received_at >= ${since}
      cross join jsonb_array_elements(case when jsonb_typeof(n.body -> 'ids') = 'array' then n.body -> 'ids' else '[]' end) entry
    where c.merchant_id = ${merchantId} and entry ->> 'productId' = any(${products}::text[])
      and (coalesce(entry ->> 'storeId' !~ '^[0-9]+$', true) or ltrim(entry ->> 'storeId', '0') in ('', c.store_id))
    group by 1`.execute(db);
  return new Map(rows.map(({ product, at }) => [product, at]));
}

/** Orders whose link is still at work: what they bring back may not be in Smaregi yet. */
export async function restlessLinks(db: Db, merchantId: string) {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("restless", "=", true)
    .execute();
  const ids = rows.map((row) => row.id);
  return [...(await readLinks(db, merchantId, ids)).values()];
}

/** One of an order's transactions as stored here. `transactionUuid`: the one that it was sent under, or would be. */
export type Registration = { id: string; orderId: string; transactionUuid: string; row: TransactionRow };

/**
 * The transactions of orders since a time, also those that wait: after a restore from a backup, the database does not know what it
 * has sent since, so one of these may be in Smaregi under its own ID.
 */
export async function readRegistrations(db: Db, merchantId: string, since: Date): Promise<Registration[]> {
  const { rows } = await sql<Omit<Registration, "row">>`
    select id, order_id, coalesce(transaction_uuid, id::text) as transaction_uuid
    from transactions
    where merchant_id = ${merchantId} and coalesce(terminal_tran_at, created_at) >= ${since}
    order by id`.execute(db);
  const links = await readLinks(db, merchantId, [...new Set(rows.map((row) => row.orderId))]);
  return rows.flatMap((own) => {
    // All fields of the row are from one moment, that of its link: a call may have been answered between the two reads.
    const row = links.get(own.orderId)?.rows.find(({ id }) => id === own.id);
    return row === undefined ? [] : [{ ...own, row }];
  });
}

/** The orders whose pieces the cart's numbers may lack although Smaregi is not told of them (F4): no one sends them by itself. */
export async function uncountedLinks(db: Db, merchantId: string) {
  const rows = await db
    .selectFrom("orders")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where(sql<boolean>`(follows <> 'on' and follows_why is not null or link_state = 'failed')`)
    .where("counted", "=", false)
    .where("status", "!=", "cancelled")
    .execute();
  const ids = rows.map((row) => row.id);
  const lines = await readLines(db, merchantId, ids);
  const links = await readLinks(db, merchantId, ids);
  return [...links].map(([id, link]) => ({
    notSince: link.uncountedAt,
    lines: lines.filter((line) => line.orderId === id),
  }));
}
