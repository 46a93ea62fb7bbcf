import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import type { ProductsTable, VariationsTable } from "../kit/tables.ts";
import type { Insertable, Selectable } from "kysely";

export type ProductRow = Selectable<ProductsTable>;
export type VariationRow = Selectable<VariationsTable>;

/** Locks a product for a change; null where it does not exist or was deleted. */
export async function lockProduct(tx: Db, merchantId: string, id: string): Promise<ProductRow | null> {
  const row = await tx
    .selectFrom("products")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Locks a product's variations in the order of their IDs, as every lock of variations does. */
export async function lockVariations(tx: Db, merchantId: string, productId: string): Promise<VariationRow[]> {
  return await tx
    .selectFrom("variations")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("productId", "=", productId)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

export async function merchantNumber(db: Db, merchantId: string): Promise<string> {
  const query = db.selectFrom("merchants").select("number").where("id", "=", merchantId);
  return (await query.executeTakeFirstOrThrow()).number;
}

export async function insertProduct(tx: Db, row: Insertable<ProductsTable>): Promise<void> {
  await tx.insertInto("products").values(row).execute();
}

export async function updateProduct(
  tx: Db,
  merchantId: string,
  id: string,
  values: Partial<Insertable<ProductsTable>>,
): Promise<void> {
  await tx
    .updateTable("products")
    .set({ ...values, updatedAt: sql<Date>`now()` })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

export async function insertVariations(tx: Db, rows: Insertable<VariationsTable>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto("variations").values(rows).execute();
}

/** Changes everything of a variation but its quantity, which only the ledger changes. */
export async function updateVariation(
  tx: Db,
  merchantId: string,
  id: string,
  values: Omit<Partial<Insertable<VariationsTable>>, "quantity">,
): Promise<void> {
  await tx
    .updateTable("variations")
    .set(values)
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
}

/** Marks as deleted: orders and history stay readable. */
export async function deleteVariations(tx: Db, merchantId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("variations")
    .set({ deletedAt: sql<Date>`now()` })
    .where("merchantId", "=", merchantId)
    .where("id", "in", ids)
    .execute();
}

export async function addEvent(
  tx: Db,
  merchantId: string,
  productId: string,
  event: "productRegistered" | "productChanged" | "productDeleted",
  actor: string,
): Promise<void> {
  await tx.insertInto("productEvents").values({ merchantId, productId, event, actor }).execute();
}

/** Products with a serial below `before`, newest first. */
export async function readProducts(
  db: Db,
  merchantId: string,
  page: { before: number | null; limit: number; id?: string; publishedOnly?: boolean },
): Promise<ProductRow[]> {
  return await db
    .selectFrom("products")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("deletedAt", "is", null)
    .$if(page.id !== undefined, (query) => query.where("id", "=", page.id as string))
    .$if(page.publishedOnly === true, (query) => query.where("published", "=", true))
    .$if(page.before !== null, (query) => query.where("serial", "<", page.before as number))
    .orderBy("serial", "desc")
    .limit(page.limit)
    .execute();
}

/** The variations of these products as they stand in their product, with the time of a signal that waits for them. */
export async function readVariations(db: Db, merchantId: string, productIds: string[]) {
  if (productIds.length === 0) return [];
  return await db
    .selectFrom("variations as v")
    .leftJoin("signals as s", (join) =>
      join
        .onRef("s.merchantId", "=", "v.merchantId")
        .onRef("s.smaregiProductId", "=", "v.smaregiProductId")
        .on("v.stockManaged", "=", true),
    )
    .selectAll("v")
    .select("s.askedAt as waitingSince")
    .where("v.merchantId", "=", merchantId)
    .where("v.productId", "in", productIds)
    .where("v.deletedAt", "is", null)
    .orderBy("v.position")
    .execute();
}

/**
 * 操作履歴: what happened to the product, newest first: its own events, and every movement of its variations.
 * A failed sync has no movement, so it is not here (S7).
 */
export async function readHistory(
  db: Db,
  merchantId: string,
  productId: string,
  page: { offset: number; limit: number },
) {
  const { rows } = await sql<{
    at: Date;
    actor: string;
    event: string;
    variationId: string | null;
    variationName: string | null;
    quantity: number | null;
  }>`
    select at, actor, event, variation_id, variation_name, quantity from (
      select m.at, m.actor, m.cause as event, v.id as variation_id, v.name as variation_name, m.quantity, m.id as nth
      from variations v join movements m on m.merchant_id = v.merchant_id and m.variation_id = v.id
      where v.merchant_id = ${merchantId} and v.product_id = ${productId}
      union all
      select at, actor, event, null, null, null, id from product_events
      where merchant_id = ${merchantId} and product_id = ${productId}
    ) entry
    order by at desc, nth desc limit ${page.limit} offset ${page.offset}`.execute(db);
  return rows;
}

export async function productExists(db: Db, merchantId: string, id: string): Promise<boolean> {
  const query = db
    .selectFrom("products")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function variationExists(db: Db, merchantId: string, id: string): Promise<boolean> {
  const query = db
    .selectFrom("variations")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id);
  return (await query.executeTakeFirst()) !== undefined;
}
