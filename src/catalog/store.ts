import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import type { ProductsTable, VariationsTable } from "../kit/tables.ts";
import { named } from "../kit/named.ts";
import { folded } from "../kit/text/rules.ts";
import { settleFailures } from "../link-log/store.ts";
import type { Selectable } from "kysely";
import { tell } from "../tell.ts";

export type ProductRow = Selectable<ProductsTable>;
export type VariationRow = Selectable<VariationsTable>;

/** Locks products for a change, in the order of their IDs; those that do not exist or were deleted are left out. */
export async function lockProducts(tx: Db, merchantId: string, ids: string[]): Promise<ProductRow[]> {
  return await tx
    .selectFrom("products")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${ids}::uuid[])`)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** Locks products' variations in the order of their IDs, as every lock of variations does. */
export async function lockVariations(
  tx: Db,
  merchantId: string,
  productIds: string[],
): Promise<VariationRow[]> {
  return await tx
    .selectFrom("variations")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("productId", "=", sql<string>`any(${productIds}::uuid[])`)
    .where("deletedAt", "is", null)
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
}

/** The products of these variations, in the order of their IDs. */
export async function productsOfVariations(
  db: Db,
  merchantId: string,
  variationIds: string[],
): Promise<string[]> {
  const rows = await db
    .selectFrom("variations")
    .select("productId")
    .distinct()
    .where("merchantId", "=", merchantId)
    .where("id", "=", sql<string>`any(${variationIds}::uuid[])`)
    .orderBy("productId")
    .execute();
  return rows.map((row) => row.productId);
}

/** Returns those of these products that are in an order, including cancelled ones. */
export async function orderedProducts(
  db: Db,
  merchantId: string,
  productIds: string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom("variations as v")
    .select("v.productId")
    .distinct()
    .where("v.merchantId", "=", merchantId)
    .where("v.productId", "=", sql<string>`any(${productIds}::uuid[])`)
    .where(
      sql<boolean>`exists (select 1 from order_lines line
        where line.merchant_id = v.merchant_id and line.variation_id = v.id)`,
    )
    .execute();
  return new Set(rows.map((row) => row.productId));
}

export async function merchantNumber(db: Db, merchantId: string): Promise<string> {
  const query = db.selectFrom("merchants").select("number").where("id", "=", merchantId);
  return (await query.executeTakeFirstOrThrow()).number;
}

/** The form in which a code is compared (P10); null if there is no code. */
export const keyOf = (code: string | null | undefined): string | null =>
  typeof code === "string" ? folded(code) : null;
/** Overwrites the columns of these products. */
export async function changeProducts(
  tx: Db,
  merchantId: string,
  rows: Omit<ProductRow, "merchantId" | "serial" | "codeKey" | "createdAt" | "updatedAt" | "deletedAt">[],
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    id: row.id,
    product_code: row.productCode,
    code_key: keyOf(row.productCode),
    name: row.name,
    price: row.price,
    tax_rate: row.taxRate,
    published: row.published,
    variation_pattern: row.variationPattern,
    questions: row.questions,
    last_variation_serial: row.lastVariationSerial,
  }));
  await sql`
    update products p set product_code = new.product_code, name = new.name, price = new.price,
      code_key = case when p.product_code is not distinct from new.product_code then p.code_key else new.code_key end,
      tax_rate = new.tax_rate, published = new.published, variation_pattern = new.variation_pattern,
      questions = new.questions, last_variation_serial = new.last_variation_serial, updated_at = now()
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) new(id uuid, product_code text, code_key text, name text,
      price int, tax_rate int, published boolean, variation_pattern text, questions jsonb, last_variation_serial int)
    where p.merchant_id = ${merchantId} and p.id = new.id`.execute(tx);
  tell(tx, merchantId, "products", { productIds: rows.map((row) => row.id) });
}

export async function deleteProducts(tx: Db, merchantId: string, ids: string[]): Promise<void> {
  await tx
    .updateTable("products")
    .set({ deletedAt: sql<Date>`now()`, updatedAt: sql<Date>`now()` })
    .where("merchantId", "=", merchantId)
    .where("id", "in", ids)
    .execute();
  tell(tx, merchantId, "products", { productIds: ids });
}

/**
 * Overwrites everything of these variations except their quantities, which only the ledger changes. `relinked`: forgets what was
 * known about the former Smaregi product.
 */
export async function changeVariations(
  tx: Db,
  merchantId: string,
  rows: {
    id: string;
    position: number;
    name: string;
    productCode: string | null;
    janCode: string | null;
    price: number | null;
    taxRate: number | null;
    stockManaged: boolean;
    smaregiProductId: string | null;
    relinked: boolean;
  }[],
): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    id: row.id,
    nth: row.position,
    name: row.name,
    product_code: row.productCode,
    code_key: keyOf(row.productCode),
    jan_code: row.janCode,
    price: row.price,
    tax_rate: row.taxRate,
    stock_managed: row.stockManaged,
    smaregi_product_id: row.smaregiProductId,
    relinked: row.relinked,
  }));
  await sql`
    update variations v set position = new.nth, name = new.name, product_code = new.product_code, code_key = new.code_key,
      jan_code = new.jan_code, price = new.price, tax_rate = new.tax_rate, stock_managed = new.stock_managed,
      smaregi_product_id = new.smaregi_product_id,
      reading_began_at = case when new.relinked then null else v.reading_began_at end,
      synced_at = case when new.relinked then null else v.synced_at end,
      sync_failed_at = case when new.relinked then null else v.sync_failed_at end,
      sync_error = case when new.relinked then null else v.sync_error end,
      sale_stopped = v.sale_stopped and not new.relinked
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) new(id uuid, nth int, name text, product_code text, code_key text,
      jan_code text, price int, tax_rate int, stock_managed boolean, smaregi_product_id text, relinked boolean)
    where v.merchant_id = ${merchantId} and v.id = new.id`.execute(tx);
  tell(tx, merchantId, "products", { variationIds: rows.map((row) => row.id) });
}

/** Marks variations as deleted: orders and history stay readable. No one has to repair their failed stock syncs any more. */
export async function deleteVariations(tx: Db, merchantId: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("variations")
    .set({ deletedAt: sql<Date>`now()` })
    .where("merchantId", "=", merchantId)
    .where("id", "in", ids)
    .execute();
  await settleFailures(tx, merchantId, { variationIds: ids }, "handled");
  tell(tx, merchantId, "products", { variationIds: ids });
}

/** Records what happened to products, and publishes it as events. */
export async function addEvents(
  tx: Db,
  merchantId: string,
  actor: string,
  events: { productId: string; event: "productRegistered" | "productChanged" | "productDeleted" }[],
): Promise<void> {
  if (events.length === 0) return;
  const ids = events.map(({ productId }) => productId);
  const names = events.map(({ event }) => event);
  await sql`${named}
    with happened as (
      select * from unnest(${ids}::uuid[], ${names}::text[]) with ordinality as h(id, event, nth)
    ), noted as (
      insert into product_events (merchant_id, product_id, event, actor)
      select ${merchantId}::uuid, id, event, ${actor}::text from happened order by nth
    ), told as (
      insert into outbox (merchant_id, type, thing, data)
      select ${merchantId}::uuid, 'product.saved', id, jsonb_build_object('id', id, 'deleted', event = 'productDeleted')
      from happened order by nth
    )
    select`.execute(tx);
}

/** The product codes that read the same as this one (P10), including its own spelling. */
export async function codesLike(db: Db, merchantId: string, code: string): Promise<string[]> {
  const rows = await db
    .selectFrom("products")
    .select("productCode")
    .where("merchantId", "=", merchantId)
    .where("codeKey", "=", folded(code))
    .where("deletedAt", "is", null)
    .execute();
  return rows.flatMap((row) => (row.productCode === null ? [] : [row.productCode]));
}
