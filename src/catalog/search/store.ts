import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";

/** Writes the search words of these products, for any spelling; their rows must be locked, or new. */
export async function writeSearch(
  tx: Db,
  merchantId: string,
  products: { id: string; words: string[] }[],
): Promise<void> {
  if (products.length === 0) return;
  await sql`${named}
    insert into product_search (merchant_id, product_id, words, grams)
    select ${merchantId}::uuid, id, array_to_string(texts, e'\\n'), search_grams(${merchantId}::uuid, texts)
    from (
      select id, (select array_agg(distinct search_text(word)) from unnest(words) word) as texts
      from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as product(id uuid, words text[])
      offset 0
    ) said
    on conflict (merchant_id, product_id) do update set words = excluded.words, grams = excluded.grams`.execute(
    tx,
  );
}

/** Deletes the search words of products that are deleted. */
export async function dropSearch(tx: Db, merchantId: string, productIds: string[]): Promise<void> {
  await tx
    .deleteFrom("productSearch")
    .where("merchantId", "=", merchantId)
    .where("productId", "=", sql<string>`any(${productIds}::uuid[])`)
    .execute();
}
