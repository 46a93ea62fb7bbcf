import { sql, type Insertable } from "kysely";
import type { Db, Tx } from "../../../kit/database.ts";
import type { OrderSearchesTable } from "../../../kit/tables.ts";
import { tell } from "../../../tell.ts";
import type { AskedSearch } from "../rules.ts";

export type SavedSearch = { id: string; name: string; search: AskedSearch };

/** The shop's stored searches, oldest first. */
export async function readSearches(db: Db, merchantId: string): Promise<SavedSearch[]> {
  const rows = await db
    .selectFrom("orderSearches")
    .select(["id", "name", "search"])
    .where("merchantId", "=", merchantId)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ ...row, search: row.search as AskedSearch }));
}

/** Locks the merchant's stored searches, so that two people store one after the other. */
export async function lockSearches(tx: Tx, merchantId: string): Promise<{ id: string; nameKey: string }[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`orderSearches:${merchantId}`}, 0))`.execute(tx);
  return await tx
    .selectFrom("orderSearches")
    .select(["id", "nameKey"])
    .where("merchantId", "=", merchantId)
    .execute();
}

export async function keepSearchRow(tx: Tx, row: Insertable<OrderSearchesTable>): Promise<void> {
  await tx
    .insertInto("orderSearches")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["merchantId", "id"]).doUpdateSet((eb) => ({
        name: eb.ref("excluded.name"),
        search: eb.ref("excluded.search"),
      })),
    )
    .execute();
  tell(tx, row.merchantId, "orders");
}

/** Returns false if there is no such search. */
export async function deleteSearch(db: Db, merchantId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom("orderSearches")
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
  tell(db, merchantId, "orders");
  return numDeletedRows > 0n;
}
