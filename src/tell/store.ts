import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { named } from "../kit/named.ts";

/** The news for one merchant and topic: the products that changed, by any of their IDs; none: any product. */
type Word = {
  merchant: string;
  topic: string;
  products: string[];
  variations: string[];
  smaregi: string[];
};

/** Tells every process that listens what changed. More than `most` products are not named. */
export async function sayChanges(db: Db, words: Word[], most: number): Promise<void> {
  const found = await productsOf(db, words);
  const said = words.map((word, nth) => {
    const products = [...new Set([...word.products, ...(found.get(nth) ?? [])])];
    const isNamed = word.products.length + word.variations.length + word.smaregi.length > 0;
    const named = isNamed && products.length > 0 && products.length <= most ? { p: products } : {};
    return JSON.stringify({ m: word.merchant, t: word.topic, ...named });
  });
  // One transaction for all, because in the whole database only one NOTIFY at a time can commit.
  await sql`${named}select pg_notify('musubi_changes', said) from unnest(${said}::text[]) said`.execute(db);
}

/**
 * Reads the products of a word's variations, by the word's index. This is a separate query, because on a distributed database the
 * notice is made on the coordinator, and the products are on another machine.
 */
async function productsOf(db: Db, words: Word[]): Promise<Map<number, string[]>> {
  const asked = words.flatMap(({ merchant, variations, smaregi }, nth) => [
    ...variations.map((variation) => ({ nth, merchant, variation, smaregi: null })),
    ...smaregi.map((product) => ({ nth, merchant, variation: null, smaregi: product })),
  ]);
  const found = new Map<number, string[]>();
  if (asked.length === 0) return found;
  const { rows } = await sql<{ nth: number; productId: string }>`${named}
    select distinct said.nth, v.product_id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) said(nth int, merchant uuid, variation uuid)
    join variations v on v.merchant_id = said.merchant and v.id = said.variation
    union
    select distinct said.nth, v.product_id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) said(nth int, merchant uuid, smaregi text)
    join variations v on v.merchant_id = said.merchant and v.smaregi_product_id = said.smaregi
      and v.stock_managed and v.deleted_at is null`.execute(db);
  for (const { nth, productId } of rows) found.set(nth, [...(found.get(nth) ?? []), productId]);
  return found;
}
