import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The next number of a merchant's own series (orders, products), from 1. The row stays locked until the
 * caller's transaction ends: take it last, after every other lock, so that two callers can't wait for each other.
 */
export async function nextNumber(tx: Db, merchantId: string, series: "order" | "product"): Promise<number> {
  const row = await tx
    .insertInto("counters")
    .values({ merchantId, name: series, value: 1 })
    .onConflict((conflict) =>
      conflict.columns(["merchantId", "name"]).doUpdateSet({ value: sql<number>`counters.value + 1` }),
    )
    .returning("value")
    .executeTakeFirstOrThrow();
  return row.value;
}
