import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import type { HoldCause } from "../../kit/tables.ts";
import { tell } from "../../tell.ts";
import { tellSignals } from "../../signals/store.ts";

const withStock = sql`v.smaregi_product_id is not null and v.stock_managed and v.deleted_at is null and v.quantity > 0`;
const isHeld = sql`exists (select 1 from held_zeros h
  where h.merchant_id = v.merchant_id and h.smaregi_product_id = v.smaregi_product_id)`;

/** Those of these products with a synced variation that still has stock: they would fall to 0. */
export async function withStockAmong(tx: Db, merchantId: string, products: string[]): Promise<Set<string>> {
  if (products.length === 0) return new Set();
  const { rows } = await sql<{ product: string }>`
    select distinct v.smaregi_product_id as product from variations v
    where v.merchant_id = ${merchantId} and v.smaregi_product_id = any(${products}::text[]) and ${withStock}`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.product));
}

/**
 * How many synced variations have stock that nothing holds: in all, and among these products. `before`: how many products fell to 0
 * or were held within the last hour.
 */
export async function countWithStock(
  tx: Db,
  merchantId: string,
  products: string[],
): Promise<{ all: number; own: number; before: number }> {
  const { rows } = await sql<{ all: number; own: number; before: number }>`
    select
      (select count(*) from variations v
        where v.merchant_id = ${merchantId} and ${withStock} and not ${isHeld}) as all,
      (select count(*) from variations v where v.merchant_id = ${merchantId}
        and v.smaregi_product_id = any(${products}::text[]) and ${withStock} and not ${isHeld}) as own,
      (select count(*) from absent_products
        where merchant_id = ${merchantId} and fell_at > clock_timestamp() - interval '1 hour')
      + (select count(*) from held_zeros
        where merchant_id = ${merchantId} and held_at > clock_timestamp() - interval '1 hour') as before`.execute(
    tx,
  );
  return rows[0] ?? { all: 0, own: 0, before: 0 };
}

/** Those of these products whose quantities are held; with `unanswered`, only those that wait for an answer. */
export async function heldAmong(
  tx: Db,
  merchantId: string,
  products: string[],
  { unanswered = false } = {},
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("heldZeros")
    .select("smaregiProductId")
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .$if(unanswered, (query) => query.where("answer", "is", null))
    .execute();
  return new Set(rows.map((row) => row.smaregiProductId));
}

/** Holds these products. An answer from before `since`, for another store, is asked for again. */
export async function hold(
  tx: Db,
  merchantId: string,
  { held, since }: { held: { smaregiProductId: string; cause: HoldCause }[]; since: Date },
): Promise<void> {
  if (held.length === 0) return;
  const products = held.map((each) => each.smaregiProductId);
  await sql`
    insert into held_zeros as h (merchant_id, smaregi_product_id, cause)
    select ${merchantId}::uuid, product, cause
    from unnest(${products}::text[], ${held.map((each) => each.cause)}::text[]) held(product, cause)
    on conflict (merchant_id, smaregi_product_id) do update
      set cause = excluded.cause, held_at = excluded.held_at, answer = null, answered_by = null
      where h.held_at < ${since}`.execute(tx);
  tell(tx, merchantId, "link");
}

/** Makes Smaregi's number of these products count again: nothing of them is held, and all may be sold. */
export async function release(tx: Db, merchantId: string, products: string[]): Promise<void> {
  if (products.length === 0) return;
  const { rows } = await sql<{ product: string }>`${named}
    with gone as (
      delete from held_zeros
      where merchant_id = ${merchantId} and smaregi_product_id = any(${products}::text[])
      returning smaregi_product_id
    ), sold as (
      update variations v set sale_stopped = false from gone
      where v.merchant_id = ${merchantId} and v.smaregi_product_id = gone.smaregi_product_id and v.sale_stopped)
    select smaregi_product_id as product from gone`.execute(tx);
  if (rows.length > 0)
    tellSignals(
      tx,
      merchantId,
      rows.map(({ product }) => product),
    );
}

/** Locks and returns what waits for an answer. */
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

/** Stores the merchant's answer that keeps the quantities of these products. `stop` stops their sale; `keep` lets them be sold. */
export async function noteAnswer(
  tx: Db,
  merchantId: string,
  products: string[],
  { answer, by }: { answer: "keep" | "stop"; by: string },
): Promise<void> {
  await tx
    .updateTable("heldZeros")
    .set({ answer, answeredBy: by })
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .execute();
  await tx
    .updateTable("variations")
    .set({ saleStopped: answer === "stop" })
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .where("stockManaged", "=", true)
    .where("saleStopped", "!=", answer === "stop")
    .execute();
  tellSignals(tx, merchantId, products);
}

export type ZeroQuestion = { since: Date; products: number; variations: number; causes: HoldCause[] };

/** The source of queries about the open question: the held products (`h`) without an answer and their variations with stock (`v`). */
export const askedAbout = (merchantId: string) => sql`held_zeros h
  join variations v on v.merchant_id = h.merchant_id and v.smaregi_product_id = h.smaregi_product_id and ${withStock}
  where h.merchant_id = ${merchantId} and h.answer is null`;

/** The open question, with how many products and variations with stock it is about, and why; null if there is none. */
export async function readQuestion(db: Db, merchantId: string): Promise<ZeroQuestion | null> {
  const { rows } = await sql<Omit<ZeroQuestion, "since"> & { since: Date | null }>`
    select min(h.held_at) as since, count(distinct h.smaregi_product_id) as products, count(v.id) as variations,
      coalesce(array_agg(distinct h.cause), '{}') as causes
    from ${askedAbout(merchantId)}`.execute(db);
  const [row] = rows;
  return row === undefined || row.since === null ? null : { ...row, since: row.since };
}

/** The synced variations whose quantities are held until someone answers, by name; at most `limit`. */
export async function readHeld(db: Db, merchantId: string, limit: number) {
  return await db
    .selectFrom("heldZeros as h")
    .innerJoin("variations as v", (join) =>
      join
        .onRef("v.merchantId", "=", "h.merchantId")
        .onRef("v.smaregiProductId", "=", "h.smaregiProductId")
        .on("v.stockManaged", "=", true)
        .on("v.deletedAt", "is", null)
        .on("v.quantity", ">", 0),
    )
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["p.id as productId", "p.name", "v.name as variationName", "v.systemProductNumber"])
    .select(["h.smaregiProductId", "h.cause", "v.quantity"])
    .where("h.merchantId", "=", merchantId)
    .where("h.answer", "is", null)
    .orderBy("h.smaregiProductId")
    .orderBy("v.id")
    .limit(limit)
    .execute();
}
