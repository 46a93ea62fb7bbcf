import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { folded } from "../../kit/text/rules.ts";

/** Locks taking products for the merchant until this transaction ends, so that two presses create no product twice. */
export async function lockTaking(tx: Db, merchantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`taking products of ${merchantId}`}, 0))`.execute(
    tx,
  );
}

/** Returns those of these codes that another product already has, in any spelling (P10). */
export async function takenCodes(tx: Db, merchantId: string, codes: string[]): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("products")
    .select("codeKey")
    .where("merchantId", "=", merchantId)
    .where("codeKey", "=", sql<string>`any(${codes.map((code) => folded(code))}::text[])`)
    .where("deletedAt", "is", null)
    .execute();
  const keys = new Set(rows.map((row) => row.codeKey));
  return new Set(codes.filter((code) => keys.has(folded(code))));
}
