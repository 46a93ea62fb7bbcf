import type { Db } from "../../kit/database.ts";

/** These variations by name, for people. */
export async function namesOf(db: Db, merchantId: string, variationIds: string[]) {
  if (variationIds.length === 0) return [];
  return await db
    .selectFrom("variations as v")
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["v.id", "v.name as variationName", "v.systemProductNumber", "p.id as productId", "p.name"])
    .where("v.merchantId", "=", merchantId)
    .where("v.id", "in", variationIds)
    .execute();
}
