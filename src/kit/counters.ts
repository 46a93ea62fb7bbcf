import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The next number of a merchant's own series (products), from 1. In a transaction: the next one to ask waits for its
 * end, and one that comes to nothing gives the number back. Outside: nobody waits, and such a number is left out.
 */
export async function nextNumber(db: Db, merchantId: string, series: "product"): Promise<number> {
  return await nextNumbers(db, merchantId, series, 1);
}

/** Takes `count` numbers in a row, answers the first. */
export async function nextNumbers(
  db: Db,
  merchantId: string,
  series: "product",
  count: number,
): Promise<number> {
  const row = await db
    .insertInto("counters")
    .values({ merchantId, name: series, value: count })
    .onConflict((conflict) =>
      conflict.columns(["merchantId", "name"]).doUpdateSet({ value: sql<number>`counters.value + ${count}` }),
    )
    .returning("value")
    .executeTakeFirstOrThrow();
  return row.value - count + 1;
}
