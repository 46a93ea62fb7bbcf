import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";

/** How many synced variations have stock: in all, and of these products. */
export async function countWithStock(
  tx: Db,
  merchantId: string,
  products: string[],
): Promise<{ all: number; own: number }> {
  const { rows } = await sql<{ all: number; own: number }>`
    select count(*) as all, count(*) filter (where smaregi_product_id = any(${products}::text[])) as own
    from variations
    where merchant_id = ${merchantId} and smaregi_product_id is not null and stock_managed
      and deleted_at is null and quantity > 0`.execute(tx);
  return rows[0] ?? { all: 0, own: 0 };
}

/** Those of these products whose quantities are held already. */
export async function heldAmong(tx: Db, merchantId: string, products: string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("heldZeros")
    .select("smaregiProductId")
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.smaregiProductId));
}

export async function hold(tx: Db, merchantId: string, products: string[]): Promise<void> {
  await sql`
    insert into held_zeros (merchant_id, smaregi_product_id)
    select ${merchantId}::uuid, product from unnest(${products}::text[]) product
    on conflict do nothing`.execute(tx);
}

/** Smaregi knows these products: nothing of them is held any more. */
export async function release(tx: Db, merchantId: string, products: string[]): Promise<void> {
  if (products.length === 0) return;
  await tx
    .deleteFrom("heldZeros")
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .execute();
}

/** What waits for an answer, locked. */
export async function lockUnanswered(tx: Db, merchantId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("heldZeros")
    .select("smaregiProductId")
    .where("merchantId", "=", merchantId)
    .where("answer", "is", null)
    .orderBy("smaregiProductId")
    .forUpdate()
    .execute();
  return rows.map((row) => row.smaregiProductId);
}

export async function noteKept(tx: Db, merchantId: string, products: string[], by: string): Promise<void> {
  await tx
    .updateTable("heldZeros")
    .set({ answer: "keep", answeredBy: by })
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .execute();
}

/** The question that is open, with how many products and variations it is about; null: none. */
export async function readQuestion(
  db: Db,
  merchantId: string,
): Promise<{ since: Date; products: number; variations: number } | null> {
  const { rows } = await sql<{ since: Date | null; products: number; variations: number }>`
    select min(h.held_at) as since, count(distinct h.smaregi_product_id) as products, count(v.id) as variations
    from held_zeros h
    left join variations v on v.merchant_id = h.merchant_id and v.smaregi_product_id = h.smaregi_product_id
      and v.stock_managed and v.deleted_at is null
    where h.merchant_id = ${merchantId} and h.answer is null`.execute(db);
  const [row] = rows;
  return row === undefined || row.since === null ? null : { ...row, since: row.since };
}
