import { sql, type Selectable } from "kysely";
import type { Db } from "../../../kit/database.ts";
import { folded } from "../../../kit/text/rules.ts";
import type { BulkJobErrorsTable, RowChange, RowProblem } from "../../../kit/tables.ts";

export async function addErrors(
  tx: Db,
  merchantId: string,
  jobId: string,
  rows: { rowNumber: number; problems: RowProblem[]; cells: string[] }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("bulkJobErrors")
    .values(
      rows.map(({ rowNumber, problems, cells }) => ({
        merchantId,
        jobId,
        rowNumber,
        problems: JSON.stringify(problems),
        cells: JSON.stringify(cells),
      })),
    )
    .execute();
}

/** Refused rows after a row number, in the order of the file. */
export async function readErrors(
  db: Db,
  merchantId: string,
  jobId: string,
  page: { after: number; limit: number },
): Promise<Pick<Selectable<BulkJobErrorsTable>, "rowNumber" | "problems" | "cells">[]> {
  return await db
    .selectFrom("bulkJobErrors")
    .select(["rowNumber", "problems", "cells"])
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("rowNumber", ">", page.after)
    .orderBy("rowNumber")
    .limit(page.limit)
    .execute();
}

export async function countChanges(tx: Db, merchantId: string, jobId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("bulkJobChanges")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .executeTakeFirstOrThrow();
  return count;
}

export async function addChanges(
  tx: Db,
  merchantId: string,
  jobId: string,
  rows: (RowChange & { rowNumber: number })[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("bulkJobChanges")
    .values(rows.map((row) => ({ ...row, merchantId, jobId, changes: JSON.stringify(row.changes) })))
    .execute();
}

/** The changes that rows would make, after a row number, in the order of the file. */
export async function readChanges(
  db: Db,
  merchantId: string,
  jobId: string,
  page: { after: number; limit: number },
) {
  return await db
    .selectFrom("bulkJobChanges")
    .select(["rowNumber", "action", "productName", "systemProductNumber", "changes"])
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("rowNumber", ">", page.after)
    .orderBy("rowNumber")
    .limit(page.limit)
    .execute();
}

const keys = (codes: string[]): string[] => codes.map((code) => folded(code));

/** The products that rows name: by system product number, product code, or a variation's own code. */
export async function productsNamed(
  tx: Db,
  merchantId: string,
  by: { numbers: string[]; codes: string[]; variationCodes: string[] },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select product_id as id from variations
      where merchant_id = ${merchantId} and system_product_number = any(${by.numbers}::text[]) and deleted_at is null
    union
    select id from products
      where merchant_id = ${merchantId} and deleted_at is null
        and (code_key = any(${keys(by.codes)}::text[]) or product_code = any(${by.codes}::text[]))
    union
    select product_id from variations
      where merchant_id = ${merchantId} and code_key = any(${keys(by.variationCodes)}::text[]) and deleted_at is null`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

/** Returns those of these folded codes that earlier rows of a dry run gave to new products. */
export async function claimedCodes(
  tx: Db,
  merchantId: string,
  jobId: string,
  codes: string[],
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("bulkJobCodes")
    .select("productCode")
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .where("productCode", "=", sql<string>`any(${keys(codes)}::text[])`)
    .execute();
  return new Set(rows.map((row) => row.productCode));
}

export async function claimCodes(tx: Db, merchantId: string, jobId: string, codes: string[]): Promise<void> {
  await sql`
    insert into bulk_job_codes (merchant_id, job_id, product_code)
    select ${merchantId}::uuid, ${jobId}::uuid, code from unnest(${keys(codes)}::text[]) code
    on conflict do nothing`.execute(tx);
}

/**
 * Keeps which variations a checked file would link with which product; of two rows about one variation the later
 * counts.
 */
export async function addPairs(
  tx: Db,
  merchantId: string,
  jobId: string,
  pairs: { variationId: string; smaregiProductId: string }[],
): Promise<void> {
  if (pairs.length === 0) return;
  const last = new Map(pairs.map((pair) => [pair.variationId, pair]));
  await tx
    .insertInto("bulkJobPairs")
    .values([...last.values()].map((pair) => ({ ...pair, merchantId, jobId })))
    .onConflict((conflict) =>
      conflict
        .columns(["merchantId", "jobId", "variationId"])
        .doUpdateSet((row) => ({ smaregiProductId: row.ref("excluded.smaregiProductId") })),
    )
    .execute();
}

/** What `addPairs` kept for a file, with the current quantities; deleted variations are left out. */
export async function readPairs(
  db: Db,
  merchantId: string,
  jobId: string,
): Promise<{ variationId: string; smaregiProductId: string; quantity: number | null }[]> {
  return await db
    .selectFrom("bulkJobPairs as b")
    .innerJoin("variations as v", (join) =>
      join.onRef("v.merchantId", "=", "b.merchantId").onRef("v.id", "=", "b.variationId"),
    )
    .select(["b.variationId", "b.smaregiProductId", "v.quantity"])
    .where("b.merchantId", "=", merchantId)
    .where("b.jobId", "=", jobId)
    .where("v.deletedAt", "is", null)
    .orderBy("b.variationId")
    .execute();
}

/** Keeps the Smaregi products of a file's rows until the whole file is done. */
export async function addLinks(tx: Db, merchantId: string, jobId: string, products: string[]): Promise<void> {
  if (products.length === 0) return;
  await sql`
    insert into bulk_job_links (merchant_id, job_id, smaregi_product_id)
    select distinct ${merchantId}::uuid, ${jobId}::uuid, product from unnest(${products}::text[]) product
    on conflict do nothing`.execute(tx);
}

/** Removes and returns the Smaregi products of a file's rows. */
export async function takeLinks(tx: Db, merchantId: string, jobId: string): Promise<string[]> {
  const rows = await tx
    .deleteFrom("bulkJobLinks")
    .where("merchantId", "=", merchantId)
    .where("jobId", "=", jobId)
    .returning("smaregiProductId")
    .execute();
  return rows.map((row) => row.smaregiProductId);
}
