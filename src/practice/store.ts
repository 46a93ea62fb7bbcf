import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { writeTime } from "../kit/now.ts";
import { tell } from "../tell.ts";

/** Each variation of the merchant with its quantity, at most 200. */
export async function readShelf(db: Db, merchantId: string) {
  return await db
    .selectFrom("variations as v")
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .select(["v.id", "v.systemProductNumber", "v.name as variationName", "v.quantity", "v.smaregiProductId"])
    .select(["p.name as productName", "p.price", "p.taxRate"])
    .where("v.merchantId", "=", merchantId)
    .where("v.deletedAt", "is", null)
    .orderBy("p.serial")
    .orderBy("v.position")
    .limit(200)
    .execute();
}

/** Says if anything was ever sold at the till and read from there, and if anything was ever ordered. */
export async function readTried(db: Db, merchantId: string): Promise<{ sold: boolean; bought: boolean }> {
  const { rows } = await sql<{ sold: boolean; bought: boolean }>`
    select exists (select 1 from movements where merchant_id = ${merchantId} and cause = 'synced' and change < 0) as sold,
      exists (select 1 from orders where merchant_id = ${merchantId}) as bought`.execute(db);
  return rows[0] ?? { sold: false, bought: false };
}

/** The last entries of the ledger, over all variations. */
export async function readLastMovements(db: Db, merchantId: string, limit: number) {
  return await db
    .selectFrom("movements as m")
    .innerJoin("variations as v", (join) =>
      join.onRef("v.merchantId", "=", "m.merchantId").onRef("v.id", "=", "m.variationId"),
    )
    .innerJoin("products as p", (join) =>
      join.onRef("p.merchantId", "=", "v.merchantId").onRef("p.id", "=", "v.productId"),
    )
    .leftJoin("orders as o", (join) =>
      join.onRef("o.merchantId", "=", "m.merchantId").onRef("o.id", "=", "m.orderId"),
    )
    .select(["m.id", "m.at", "m.cause", "m.change", "m.quantity", "m.reading", "m.pending"])
    .select(["v.name as variationName", "p.name as productName", "o.number as orderNumber"])
    .where("m.merchantId", "=", merchantId)
    .orderBy("m.id", "desc")
    .limit(limit)
    .execute();
}

/** True if a stock read or an order is still on its way. */
export async function hasWaiting(db: Db, merchantId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (select 1 from signals where merchant_id = ${merchantId})
      or exists (select 1 from orders where merchant_id = ${merchantId} and restless) as waits`.execute(db);
  return rows[0]?.waits ?? false;
}

/** Makes the next probe of a paused contract due now. */
export async function hurryProbe(db: Db, merchantId: string, contractId: string): Promise<void> {
  await db
    .updateTable("smaregiPauses")
    .set({ probeAt: writeTime })
    .where("contractId", "=", contractId)
    .execute();
  tell(db, merchantId, "connection");
}
