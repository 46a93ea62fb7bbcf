import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";

/** These variations by name, for people. */
export async function namesOf(db: Db, merchantId: string, variationIds: string[]) {
  if (variationIds.length === 0) return [];
  return await db
    .selectFrom("variations as v")
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["v.id", "v.name as variationName", "v.systemProductNumber", "p.id as productId", "p.name"])
    .where("v.merchantId", "=", merchantId)
    .where("v.id", "in", variationIds)
    .execute();
}

/** A synced variation and how many it has. */
export type Quantity = { variationId: string; smaregiProductId: string; quantity: number | null };

/** The synced variations that these orders' lines move, with those that share a Smaregi product with them. */
export async function quantitiesOfOrders(
  db: Db,
  merchantId: string,
  orderIds: string[],
): Promise<Quantity[]> {
  const { rows } = await sql<Quantity>`
    select v.id as variation_id, v.smaregi_product_id, v.quantity from variations v
    where v.merchant_id = ${merchantId} and v.stock_managed and v.deleted_at is null
      and v.smaregi_product_id in (
        select own.smaregi_product_id from order_lines l
        join variations own on own.merchant_id = l.merchant_id and own.id = l.variation_id
        where l.merchant_id = ${merchantId} and l.order_id = any(${orderIds}::uuid[]))
    order by v.id`.execute(db);
  return rows;
}
