import { sql, type RawBuilder } from "kysely";
import type { Db } from "../../kit/database.ts";
import { productSerialOf } from "../rules.ts";
import type { ProductRow } from "../store.ts";

/** Products with a serial below `before`, newest first. */
export async function readProducts(
  db: Db,
  merchantId: string,
  page: { before: number | null; limit: number; id?: string; publishedOnly?: boolean },
): Promise<ProductRow[]> {
  return await db
    .selectFrom("products")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("deletedAt", "is", null)
    .$if(page.id !== undefined, (query) => query.where("id", "=", page.id as string))
    .$if(page.publishedOnly === true, (query) => query.where("published", "=", true))
    .$if(page.before !== null, (query) => query.where("serial", "<", page.before as number))
    .orderBy("serial", "desc")
    .limit(page.limit)
    .execute();
}

/**
 * The search criteria of products. `live`: whether the merchant's link is live; without it no variation waits or has
 * failed.
 */
export type ProductSearch = {
  q?: string | undefined;
  state?: ProductState | undefined;
  published?: boolean | undefined;
  live: boolean;
};
type ProductState = "linked" | "unlinked" | "failed" | "waiting" | "soldOut";

const variationIs: Record<ProductState, RawBuilder<unknown>> = {
  linked: sql`v.linked`,
  unlinked: sql`not v.linked`,
  failed: sql`v.stock_managed and v.linked and v.sync_failed_at is not null
    and not ${hasSignal()}`,
  waiting: sql`v.stock_managed and v.linked and (${hasSignal()} or v.never_read)`,
  soldOut: sql`v.sold_out`,
};

/** Selects the products of all variations in this state; the query starts from the rare rows. */
function allThatAre(state: ProductState, merchantId: string) {
  const own = sql`v.merchant_id = ${merchantId} and v.deleted_at is null`;
  if (state !== "waiting")
    return sql`select v.product_id from variations v where ${own} and ${variationIs[state]}`;
  const isSynced = sql`v.stock_managed and v.linked`;
  return sql`select v.product_id from signals s join variations v on v.smaregi_product_id = s.smaregi_product_id
      and ${own} and ${isSynced} where s.merchant_id = ${merchantId}
    union all select v.product_id from variations v where ${own} and ${isSynced} and v.never_read`;
}

function hasSignal() {
  return sql`exists (select from signals s where s.merchant_id = v.merchant_id
    and s.smaregi_product_id = v.smaregi_product_id)`;
}

/**
 * Products that match, with a serial below `before`, newest first. `among`: looks only at that many newest ones, one by
 * one, which is fast if many match; without it, the query starts from the matches, wherever they are.
 */
export async function searchProducts(
  db: Db,
  merchantId: string,
  search: ProductSearch,
  page: { before: number | null; limit: number; among: number | null },
): Promise<ProductRow[]> {
  const { q, state, published, live } = search;
  if (!live && (state === "failed" || state === "waiting")) return [];
  const { before, limit, among } = page;
  const all = sql`select * from products where merchant_id = ${merchantId} and deleted_at is null
    ${before === null ? sql`` : sql`and serial < ${before}`}`;
  const fits: RawBuilder<unknown>[] = [];
  if (published !== undefined) fits.push(sql`p.published = ${published}`);
  if (q !== undefined) {
    const serial = productSerialOf(q);
    const hit = sql`s.merchant_id = ${merchantId} and strpos(s.words, search_text(${q})) > 0`;
    const numbered = serial === null ? sql`` : sql`or p.serial = ${serial}`;
    if (among !== null)
      fits.push(
        sql`(exists (select from product_search s where s.product_id = p.id and ${hit}) ${numbered})`,
      );
    else
      fits.push(sql`p.id in (select product_id from product_search s where ${hit}
        and s.grams @> search_wanted(${merchantId}, search_text(${q}))
        union all select id from products where merchant_id = ${merchantId} and serial = ${serial})`);
  }
  if (state !== undefined) {
    const own = sql`v.merchant_id = ${merchantId} and v.product_id = p.id and v.deleted_at is null`;
    fits.push(
      among === null
        ? sql`p.id in (${allThatAre(state, merchantId)})`
        : sql`exists (select from variations v where ${own} and ${variationIs[state]})`,
    );
  }
  const source =
    among === null ? all : sql`select * from (${all} order by serial desc limit ${among}) newest`;
  const { rows } = await sql<ProductRow>`
    select p.* from (${source}) p ${fits.length === 0 ? sql`` : sql`where ${sql.join(fits, sql` and `)}`}
    order by p.serial desc limit ${limit}`.execute(db);
  return rows;
}

/** The separators of the cells and lines of an export; our texts never contain them. */
export const parts = { cell: "\u001F", line: "\u001E" };

/** The words of an export for values that are not text. */
export type ExportWords = {
  published: Record<"true" | "false", string>;
  variationPattern: Record<ProductRow["variationPattern"], string>;
  stockManaged: Record<"true" | "false", string>;
};

/**
 * The lines of an export of the next products after a serial, oldest first, made by the database: one line per
 * variation, one cell per column of `columnKeys`, with questions as they are stored, and the current quantity. `last`:
 * the serial of the last product; null if there are none. `lines` is null if none of them has a variation.
 */
export async function readLinesAfter(
  db: Db,
  merchantId: string,
  { after, limit, words }: { after: number; limit: number; words: ExportWords },
): Promise<{ last: number | null; lines: string | null }> {
  const { published, variationPattern, stockManaged } = words;
  const cells = [
    sql`'u'`,
    sql`v.system_product_number`,
    sql`p.product_code`,
    sql`p.name`,
    sql`p.price`,
    sql`p.tax_rate`,
    sql`case when p.published then ${published.true}::text else ${published.false}::text end`,
    sql`case p.variation_pattern when 'none' then ${variationPattern.none}::text
      when 'pattern1' then ${variationPattern.pattern1}::text else ${variationPattern.pattern2}::text end`,
    sql`nullif(p.questions, '[]'::jsonb)`,
    sql`v.name`,
    sql`v.product_code`,
    sql`v.jan_code`,
    sql`v.price`,
    sql`v.tax_rate`,
    sql`case when v.stock_managed then ${stockManaged.true}::text else ${stockManaged.false}::text end`,
    sql`''`,
    sql`v.smaregi_product_id`,
    sql`v.quantity`,
  ];
  // Gathered product by product, each found by the index: a join may read all variations of the merchant for each page.
  const { rows } = await sql<{ last: number | null; lines: string | null }>`
    select max(serial) as last, string_agg(lines, ${parts.line} order by serial) as lines from (
      select p.serial, own.lines from products p, lateral (
        select string_agg(concat(${sql.join(cells, sql`, ${parts.cell}::text, `)}), ${parts.line} order by v.position) as lines
        from variations v
        where v.merchant_id = ${merchantId} and v.product_id = p.id and v.deleted_at is null
      ) own
      where p.merchant_id = ${merchantId} and p.deleted_at is null and p.serial > ${after}
      order by p.serial limit ${limit}
    ) page`.execute(db);
  return rows[0] ?? { last: null, lines: null };
}

/**
 * The texts of an export, one row per variation, in its order: those after a product's serial and a variation's
 * position.
 */
export async function readTextsAfter(
  db: Db,
  merchantId: string,
  page: { serial: number; nth: number; limit: number },
) {
  return await db
    .selectFrom("products as p")
    .innerJoin("variations as v", (join) =>
      join.onRef("v.merchantId", "=", "p.merchantId").onRef("v.productId", "=", "p.id"),
    )
    .select([
      "p.serial",
      "v.serial as nth",
      "v.systemProductNumber",
      "p.name",
      "p.productCode",
      "p.questions",
      "v.name as variationName",
      "v.productCode as variationCode",
    ])
    .where("p.merchantId", "=", merchantId)
    .where("p.deletedAt", "is", null)
    .where("v.deletedAt", "is", null)
    .where(sql<boolean>`(p.serial, v.serial) > (${page.serial}, ${page.nth}) and p.serial >= ${page.serial}`)
    .orderBy("p.serial")
    .orderBy("v.serial")
    .limit(page.limit)
    .execute();
}

/** The variations of these products in the order of their product, with the time of a signal that waits for them. */
export async function readVariations(db: Db, merchantId: string, productIds: string[]) {
  if (productIds.length === 0) return [];
  return await db
    .selectFrom("variations as v")
    .leftJoin("signals as s", (join) =>
      join
        .onRef("s.merchantId", "=", "v.merchantId")
        .onRef("s.smaregiProductId", "=", "v.smaregiProductId")
        .on("v.stockManaged", "=", true),
    )
    // Smaregi sends no notification for a product whose stock it does not manage (N5), as far as the mirror knows.
    .leftJoin("smaregiProducts as m", (join) =>
      join
        .onRef("m.merchantId", "=", "v.merchantId")
        .onRef("m.smaregiProductId", "=", "v.smaregiProductId")
        .on("m.stockManaged", "=", false)
        .on("m.goneAt", "is", null),
    )
    .selectAll("v")
    .select("s.askedAt as waitingSince")
    .select(sql<boolean>`m.smaregi_product_id is not null`.as("unmanagedThere"))
    .where("v.merchantId", "=", merchantId)
    .where("v.productId", "=", sql<string>`any(${productIds}::uuid[])`)
    .where("v.deletedAt", "is", null)
    .orderBy("v.position")
    .execute();
}

export async function productExists(db: Db, merchantId: string, id: string): Promise<boolean> {
  const query = db
    .selectFrom("products")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id);
  return (await query.executeTakeFirst()) !== undefined;
}

export async function variationExists(db: Db, merchantId: string, id: string): Promise<boolean> {
  const query = db
    .selectFrom("variations")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id);
  return (await query.executeTakeFirst()) !== undefined;
}
