import { sql } from "kysely";
import type { Db } from "./database.ts";

/**
 * The next number of a merchant's products, from 1. In a transaction: the next one to ask waits for its
 * end, and one that comes to nothing gives the number back. Outside: nobody waits, and such a number is left out.
 */
export async function nextProductNumber(db: Db, merchantId: string): Promise<number> {
  return await nextProductNumbers(db, merchantId, 1);
}

/** Takes `count` numbers in a row, answers the first. */
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

/** The name of the series by which a merchant's orders are numbered. */
export const seriesOf = (merchantId: string): string => `order_numbers_${merchantId.replaceAll("-", "")}`;
