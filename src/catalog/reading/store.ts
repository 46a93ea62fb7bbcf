import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { ProductRow } from "../store.ts";

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

/** Products with a serial above `after`, oldest first. */
export async function readProductsAfter(
  db: Db,
  merchantId: string,
  page: { after: number; limit: number },
): Promise<ProductRow[]> {
  return await db
    .selectFrom("products")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("deletedAt", "is", null)
    .where("serial", ">", page.after)
    .orderBy("serial")
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
