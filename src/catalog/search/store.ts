import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import { gramsFor, probe, searchTexts } from "./rules.ts";

/**
 * Writes the words that these products are found by, in any spelling; their rows must be locked, or new. Nearly all is worked out here,
 * which costs a fraction; the database does what only it can tell, and all of it should it ever hash otherwise.
 */
export async function writeSearch(
  tx: Db,
  merchantId: string,
  products: { id: string; words: string[] }[],
): Promise<void> {
  if (products.length === 0) return;
  const gramsOf = gramsFor(merchantId);
  const rows = products.map(({ id, words }) => {
    const texts = searchTexts(words);
    return texts === null
      ? { id, words }
      : { id, texts: texts.join("\n"), grams: `{${gramsOf(texts).join()}}` };
  });
  const [expected] = gramsOf([probe]);
  await sql`${named}
    with said as (
      select id, words, texts, case when hashtext(${merchantId}::text || ${probe}::text) = ${expected}::int then grams::int[] end as grams
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(id uuid, words text[], texts text, grams text)
    ), made as (
      select id, grams, case when grams is null then coalesce(string_to_array(texts, e'\\n'),
        (select array_agg(distinct search_text(word)) from unnest(words) word)) end as words, texts
      from said
    )
    insert into product_search (merchant_id, product_id, words, grams)
    select ${merchantId}::uuid, id, coalesce(texts, array_to_string(words, e'\\n')), coalesce(grams, search_grams(${merchantId}::uuid, words))
    from made
    on conflict (merchant_id, product_id) do update set words = excluded.words, grams = excluded.grams`.execute(
    tx,
  );
}

/** Forgets what products were found by that go. */
export async function dropSearch(tx: Db, merchantId: string, productIds: string[]): Promise<void> {
  await tx
    .deleteFrom("productSearch")
    .where("merchantId", "=", merchantId)
    .where("productId", "=", sql<string>`any(${productIds}::uuid[])`)
    .execute();
}
