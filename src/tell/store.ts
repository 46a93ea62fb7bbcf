import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";

/** What is said of one merchant and topic: the products that changed, however they are known; none: any of them. */
type Word = {
  merchant: string;
  topic: string;
  products: string[];
  variations: string[];
  smaregi: string[];
};

/** Says to every process that listens what changed; more than `most` products are not named. */
export async function sayChanges(db: Db, words: Word[], most: number): Promise<void> {
  // One transaction for all: NOTIFY lets only one at a time commit, over the whole database.
  await sql`${named}
    select pg_notify('musubi_changes', json_strip_nulls(json_build_object('m', said.merchant, 't', said.topic, 'p', case
      when cardinality(said.products) + cardinality(said.variations) + cardinality(said.smaregi) > 0 then (
        select json_agg(product) from (
          select unnest(said.products) as product
          union select v.product_id from variations v
            where v.merchant_id = said.merchant and v.id = any(said.variations)
          union select v.product_id from variations v
            where v.merchant_id = said.merchant and v.smaregi_product_id = any(said.smaregi)
              and v.stock_managed and v.deleted_at is null limit ${most + 1}) named
        having count(*) <= ${most}) end))::text)
    from jsonb_to_recordset(${JSON.stringify(words)}::jsonb)
      said(merchant uuid, topic text, products uuid[], variations uuid[], smaregi text[])`.execute(db);
}
