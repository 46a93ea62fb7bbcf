import { sql, type Insertable, type Selectable } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import type { SmaregiProductsTable } from "../../kit/tables.ts";
import { holdMirror, type Mirror } from "../store.ts";

export type MirroredRow = Selectable<SmaregiProductsTable>;

export type ReadProduct = Omit<
  Insertable<SmaregiProductsTable>,
  "merchantId" | "goneAt" | "seenAt" | "stockAmount" | "stockStoreId" | "stockReadAt"
>;

/**
 * Stores products as they were read. Returns false if the mirror is gone or another one took its place. A mark that was
 * not asked for (null) stays as it was.
 */
export async function putProducts(tx: Db, mirror: Mirror, products: ReadProduct[]): Promise<boolean> {
  const { merchantId } = mirror;
  if (!(await holdMirror(tx, mirror))) return false;
  if (products.length === 0) return true;
  // A page may contain a product twice: its last row counts.
  const each = new Map(products.map((product) => [product.smaregiProductId, product]));
  const rows = [...each.values()].map((product) => ({
    id: product.smaregiProductId,
    code: product.productCode,
    group_code: product.groupCode,
    name: product.name,
    kana: product.kana,
    size: product.size,
    color: product.color,
    price: product.price,
    tax_division: product.taxDivision,
    takes_category_tax: product.takesCategoryTax,
    reduce_tax_id: product.reduceTaxId,
    category_id: product.categoryId,
    open_price: product.openPrice,
    stock_managed: product.stockManaged,
    not_for_sale: product.notForSale,
    division: product.division,
    hidden: product.hidden,
    supplier: product.supplierProductNo,
    takes_other: product.takesOtherStock,
    not_sold_in: product.notSoldIn,
    words: product.words,
    updated_at: product.updatedAt,
  }));
  await sql`
    insert into smaregi_products (merchant_id, smaregi_product_id, product_code, group_code, name, kana, size, color, price,
      tax_division, takes_category_tax, reduce_tax_id, category_id, open_price, stock_managed, not_for_sale, division,
      hidden, supplier_product_no, takes_other_stock, not_sold_in, words, updated_at)
    select ${merchantId}::uuid, id, code, group_code, name, kana, size, color, price, tax_division, takes_category_tax,
      reduce_tax_id, category_id, open_price, stock_managed, not_for_sale, division, hidden, supplier, takes_other,
      not_sold_in, words, updated_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(id text, code text, group_code text, name text, kana text,
      size text, color text, price int, tax_division text, takes_category_tax boolean, reduce_tax_id text,
      category_id text, open_price boolean, stock_managed boolean, not_for_sale boolean, division text, hidden boolean,
      supplier text, takes_other boolean, not_sold_in text[], words text, updated_at timestamptz)
    order by id
    on conflict (merchant_id, smaregi_product_id) do update set
      product_code = excluded.product_code, group_code = excluded.group_code, name = excluded.name, kana = excluded.kana,
      size = excluded.size, color = excluded.color, price = excluded.price, tax_division = excluded.tax_division,
      takes_category_tax = excluded.takes_category_tax, reduce_tax_id = excluded.reduce_tax_id,
      category_id = excluded.category_id, open_price = excluded.open_price, stock_managed = excluded.stock_managed,
      not_for_sale = excluded.not_for_sale, division = excluded.division, hidden = excluded.hidden,
      supplier_product_no = excluded.supplier_product_no,
      takes_other_stock = coalesce(excluded.takes_other_stock, smaregi_products.takes_other_stock),
      not_sold_in = coalesce(excluded.not_sold_in, smaregi_products.not_sold_in),
      words = excluded.words, updated_at = excluded.updated_at, seen_at = excluded.seen_at, gone_at = null`.execute(
    tx,
  );
  return true;
}

/** The IDs of the products that exist, as far as the mirror knows. */
export async function knownProductIds(db: Db, merchantId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("smaregiProducts")
    .select("smaregiProductId")
    .where("merchantId", "=", merchantId)
    .where("goneAt", "is", null)
    .execute();
  return rows.map((row) => row.smaregiProductId);
}

/** Marks products that Smaregi no longer has. Returns false if the mirror is gone. */
export async function markGone(tx: Db, mirror: Mirror, productIds: string[]): Promise<boolean> {
  if (!(await holdMirror(tx, mirror))) return false;
  if (productIds.length === 0) return true;
  await tx
    .updateTable("smaregiProducts")
    .set({ goneAt: writeTime })
    .where("merchantId", "=", mirror.merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${productIds}::text[])`)
    .where("goneAt", "is", null)
    .execute();
  return true;
}

/** Products by their ID, including gone ones. */
export async function mirrored(db: Db, merchantId: string, productIds: string[]): Promise<MirroredRow[]> {
  if (productIds.length === 0) return [];
  return await db
    .selectFrom("smaregiProducts")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${productIds}::text[])`)
    .orderBy("smaregiProductId")
    .execute();
}

/** All existing products, in the order of their IDs. */
export async function allMirrored(db: Db, merchantId: string): Promise<MirroredRow[]> {
  return await db
    .selectFrom("smaregiProducts")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("goneAt", "is", null)
    .orderBy("smaregiProductId")
    .execute();
}

/**
 * Stores what `GET /stock` said about a store: `rows`, and no quantity for every other product. Returns false if the
 * mirror is gone.
 */
export async function putStock(
  tx: Db,
  mirror: Mirror,
  stock: { storeId: string; rows: { productId: string; amount: number }[]; readAt: Date },
): Promise<boolean> {
  const { merchantId } = mirror;
  const { storeId, rows, readAt } = stock;
  if (!(await holdMirror(tx, mirror))) return false;
  await sql`
    update smaregi_products p set stock_amount = row.amount, stock_store_id = ${storeId}, stock_read_at = ${readAt}
    from (select own.smaregi_product_id, given.amount from smaregi_products own
      left join jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) given("productId" text, amount int)
        on given."productId" = own.smaregi_product_id
      where own.merchant_id = ${merchantId}) row
    where p.merchant_id = ${merchantId} and p.smaregi_product_id = row.smaregi_product_id`.execute(tx);
  return true;
}

export type ListedRow = MirroredRow & { linkedVariationIds: string[]; exact: boolean };

/** A page of the mirror: the products that contain `words`, those whose ID or code equals them first. */
export async function listMirrored(
  db: Db,
  merchantId: string,
  page: {
    words: string[];
    exact: string;
    linked: boolean | null;
    after: { exact: boolean; id: string } | null;
    limit: number;
  },
): Promise<ListedRow[]> {
  const patterns = page.words.map((word) => `%${word.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
  const after = page.after;
  const { rows } = await sql<ListedRow>`
    with found as (
      select p.*, (p.smaregi_product_id = ${page.exact} or lower(p.product_code) = ${page.exact}) is true as exact,
        array(select v.id::text from variations v where v.merchant_id = ${merchantId}
          and v.smaregi_product_id = p.smaregi_product_id and v.deleted_at is null order by v.id) as linked_variation_ids
      from smaregi_products p
      where p.merchant_id = ${merchantId} and p.words like all(${patterns}::text[]))
    select * from found
    where ${page.linked === null ? sql`true` : sql`(cardinality(linked_variation_ids) > 0) = ${page.linked}`}
      and (gone_at is null or cardinality(linked_variation_ids) > 0)
      and ${after === null ? sql`true` : sql`(not exact, smaregi_product_id) > (${!after.exact}, ${after.id})`}
    order by not exact, smaregi_product_id limit ${page.limit}`.execute(db);
  return rows;
}

/** The number of existing products, as far as the mirror knows. */
export async function countMirrored(db: Db, merchantId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from smaregi_products
    where merchant_id = ${merchantId} and gone_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}
