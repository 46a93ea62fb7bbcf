import { sql, type Insertable, type Selectable } from "kysely";
import type { Fact } from "../facts/fact.ts";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import type { LinkItemsTable, LinkRunsTable, LinkRunState } from "../kit/tables.ts";
import { tell } from "../tell.ts";
import type { Candidate, Class } from "./rules.ts";

export type LinkRunRow = Selectable<LinkRunsTable>;
export type LinkItemRow = Omit<Selectable<LinkItemsTable>, "candidates"> & { candidates: Candidate[] };

export async function insertRun(tx: Db, row: Insertable<LinkRunsTable>): Promise<void> {
  await tx.insertInto("linkRuns").values(row).execute();
  tell(tx, row.merchantId, "links");
}

export async function readRunRow(db: Db, merchantId: string, id: string): Promise<LinkRunRow | null> {
  const row = await db
    .selectFrom("linkRuns")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Locks a run, so that applying and undoing happen one press after the other. */
export async function lockRun(tx: Db, merchantId: string, id: string): Promise<LinkRunRow | null> {
  const row = await tx
    .selectFrom("linkRuns")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** The merchant's oldest run that still has to be matched. */
export async function nextRun(db: Db, merchantId: string): Promise<LinkRunRow | null> {
  const row = await db
    .selectFrom("linkRuns")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("state", "in", ["waiting", "matching"])
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function listRunRows(
  db: Db,
  merchantId: string,
  page: { before: string | null; limit: number },
): Promise<LinkRunRow[]> {
  return await db
    .selectFrom("linkRuns")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .$if(page.before !== null, (query) => query.where("id", "<", page.before ?? ""))
    .orderBy("id", "desc")
    .limit(page.limit)
    .execute();
}

export async function updateRun(
  db: Db,
  merchantId: string,
  id: string,
  change: {
    state?: LinkRunState;
    matched?: number;
    total?: number;
    stockReadAt?: Date;
    reason?: Fact;
    isOver?: boolean;
  },
): Promise<void> {
  const { reason, isOver, ...values } = change;
  await db
    .updateTable("linkRuns")
    .set({
      ...values,
      ...(reason === undefined ? {} : { reason: JSON.stringify(reason) }),
      ...(isOver === true ? { endedAt: writeTime } : {}),
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(db, merchantId, "links");
}

const factColumns = sql`v.id as variation_id, p.name as product_name, v.name as variation_name,
  v.product_code as variation_code, p.product_code, v.is_only, v.jan_code as jan,
  coalesce(v.tax_rate, p.tax_rate) as tax_rate, coalesce(v.price, p.price) as price, v.stock_managed,
  v.smaregi_product_id`;

/** A variation with its product, with the values for matching. */
export type VariationFacts = {
  variationId: string;
  productName: string;
  variationName: string;
  variationCode: string | null;
  productCode: string | null;
  isOnly: boolean;
  jan: string | null;
  taxRate: 8 | 10;
  price: number;
  stockManaged: boolean;
  smaregiProductId: string | null;
};

/** Every variation of the merchant with its product, in the shop's order. */
export async function allVariations(db: Db, merchantId: string): Promise<VariationFacts[]> {
  const { rows } = await sql<VariationFacts>`
    select ${factColumns}
    from (select own.*, count(*) over (partition by own.product_id) = 1 as is_only from variations own
      where own.merchant_id = ${merchantId} and own.deleted_at is null) v
    join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
    where p.deleted_at is null
    order by p.serial, v.position, v.id`.execute(db);
  return rows;
}

/** These variations, and all that are linked with these products of Smaregi. */
export async function theseVariations(
  db: Db,
  merchantId: string,
  { variationIds, smaregiProductIds }: { variationIds: string[]; smaregiProductIds: string[] },
): Promise<VariationFacts[]> {
  const { rows } = await sql<VariationFacts>`
    with named as materialized (
      select distinct product_id from variations
      where merchant_id = ${merchantId} and deleted_at is null
        and (id = any(${variationIds}::uuid[]) or smaregi_product_id = any(${smaregiProductIds}::text[])))
    select ${factColumns}
    from (select own.*, count(*) over (partition by own.product_id) = 1 as is_only from variations own
      where own.merchant_id = ${merchantId} and own.deleted_at is null
        and own.product_id in (select product_id from named)) v
    join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
    where p.deleted_at is null
      and (v.id = any(${variationIds}::uuid[]) or v.smaregi_product_id = any(${smaregiProductIds}::text[]))`.execute(
    db,
  );
  return rows;
}

/** Deletes what an earlier, interrupted matching of the run wrote. */
export async function dropItems(tx: Db, merchantId: string, runId: string): Promise<void> {
  await tx.deleteFrom("linkItems").where("merchantId", "=", merchantId).where("runId", "=", runId).execute();
}

export async function addItems(
  tx: Db,
  merchantId: string,
  runId: string,
  items: { variationId: string; nth: number; class: Class; candidates: Candidate[]; print: string }[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    insert into link_items (merchant_id, run_id, variation_id, nth, class, candidates, print)
    select ${merchantId}::uuid, ${runId}::uuid, "variationId", nth, class, candidates, print
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      as item("variationId" uuid, nth int, class text, candidates jsonb, print text)`.execute(tx);
}

/** Items of a run by their variations, or the open proposals of a class; in the shop's order. */
export async function readItems(
  db: Db,
  merchantId: string,
  runId: string,
  which: { variationIds: string[] } | { class: Class; state: "proposed" } | { state: "applied" },
): Promise<LinkItemRow[]> {
  const rows = await db
    .selectFrom("linkItems")
    .selectAll()
    .where("merchantId", "=", merchantId)
    .where("runId", "=", runId)
    .$if("variationIds" in which, (query) =>
      query.where(
        "variationId",
        "=",
        sql<string>`any(${"variationIds" in which ? which.variationIds : []}::uuid[])`,
      ),
    )
    .$if("class" in which, (query) => query.where("class", "=", "class" in which ? which.class : "none"))
    .$if("state" in which, (query) => query.where("state", "=", "state" in which ? which.state : "proposed"))
    .orderBy("nth")
    .execute();
  return rows as unknown as LinkItemRow[];
}

/** The number of items of each class, and how many were applied. */
export async function countItems(db: Db, merchantId: string, runId: string) {
  const { rows } = await sql<{ class: Class; count: number; applied: number }>`
    select class, count(*) as count, count(*) filter (where state = 'applied') as applied
    from link_items where merchant_id = ${merchantId} and run_id = ${runId} group by class`.execute(db);
  return rows;
}

/** Records what was applied: the new link, and the state before it. */
export async function noteApplied(
  tx: Db,
  merchantId: string,
  runId: string,
  items: {
    variationId: string;
    smaregiProductId: string;
    beforeLink: string | null;
    beforeQuantity: number | null;
  }[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    update link_items i set state = 'applied', smaregi_product_id = done."smaregiProductId",
      before_link = done."beforeLink", before_quantity = done."beforeQuantity", applied_at = ${writeTime}
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as done("variationId" uuid, "smaregiProductId" text,
      "beforeLink" text, "beforeQuantity" int)
    where i.merchant_id = ${merchantId} and i.run_id = ${runId} and i.variation_id = done."variationId"`.execute(
    tx,
  );
  tell(tx, merchantId, "links");
}

export async function noteUndone(
  tx: Db,
  merchantId: string,
  runId: string,
  variationIds: string[],
): Promise<void> {
  await tx
    .updateTable("linkItems")
    .set({ state: "undone" })
    .where("merchantId", "=", merchantId)
    .where("runId", "=", runId)
    .where("variationId", "=", sql<string>`any(${variationIds}::uuid[])`)
    .execute();
  tell(tx, merchantId, "links");
}
