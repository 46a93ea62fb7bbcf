import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The next number for a merchant's product, from 1. Inside a transaction, the next caller waits for its end, and a
 * rollback gives the number back. Outside, no one waits, and a number that is not used is skipped.
 */
export async function nextProductNumber(db: Db, merchantId: string): Promise<number> {
  return await nextProductNumbers(db, merchantId, 1);
}

/** Takes `count` consecutive numbers and returns the first. */
export async function nextProductNumbers(db: Db, merchantId: string, count: number): Promise<number> {
  const row = await db
    .insertInto("counters")
    .values({ merchantId, name: "product", value: count })
    .onConflict((conflict) =>
      conflict.columns(["merchantId", "name"]).doUpdateSet({ value: sql<number>`counters.value + ${count}` }),
    )
    .returning("value")
    .executeTakeFirstOrThrow();
  return row.value - count + 1;
}

/** The name of the sequence that numbers a merchant's orders. */
export const seriesOf = (merchantId: string): string => `order_numbers_${merchantId.replaceAll("-", "")}`;
