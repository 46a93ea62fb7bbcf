import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { Class } from "../rules.ts";
import type { Move } from "./rules.ts";

export type Pair = { variationId: string; smaregiProductId: string };

/** What linking these pairs would do to the quantities, by the last reading of the store's stock. */
export async function movesOf(
  db: Db,
  merchantId: string,
  { storeId, pairs }: { storeId: string; pairs: Pair[] },
): Promise<Move[]> {
  const { rows } = await sql<Move>`
    select v.id as variation_id, v.stock_managed, v.quantity,
      case when s.stock_store_id = ${storeId} then s.stock_amount end as amount
    from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as pair("variationId" uuid, "smaregiProductId" text)
    join variations v on v.merchant_id = ${merchantId} and v.id = pair."variationId" and v.deleted_at is null
    left join smaregi_products s on s.merchant_id = ${merchantId} and s.smaregi_product_id = pair."smaregiProductId"`.execute(
    db,
  );
  return rows;
}

/** The open proposals of a class, with the first candidate of each. */
export async function proposedPairs(db: Db, merchantId: string, runId: string, of: Class): Promise<Pair[]> {
  const { rows } = await sql<Pair>`
    select variation_id, candidates->0->>'smaregiProductId' as smaregi_product_id from link_items
    where merchant_id = ${merchantId} and run_id = ${runId} and class = ${of} and state = 'proposed'
      and jsonb_array_length(candidates) > 0 order by nth`.execute(db);
  return rows;
}

/** The number of synced variations with stock, except these. */
export async function countOthersWithStock(db: Db, merchantId: string, but: string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from variations
    where merchant_id = ${merchantId} and smaregi_product_id is not null and stock_managed and deleted_at is null
      and quantity > 0 and id <> all(${but}::uuid[])`.execute(db);
  return rows[0]?.count ?? 0;
}
