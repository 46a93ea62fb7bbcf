import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { erased } from "../facts/erased.ts";
import { writeTime } from "../kit/now.ts";
import { writeSearch } from "../orders/search/store.ts";
import { tell } from "../tell.ts";
import type { Identity } from "./rules.ts";

/**
 * Orders and plans whose buyer gave this address or this phone, in any spelling that the rules know. May return more than the buyer's
 * own.
 */
export async function readCandidates(db: Db, merchantId: string, { email, phone }: Identity) {
  const isLike = sql<boolean>`(
    replace(lower(normalize(customer->>'email', NFKC)), ' ', '') = ${email}
    or regexp_replace(normalize(customer->>'phone', NFKC), '\\D', '', 'g') = ${phone})`;
  const orders = await db
    .selectFrom("orders")
    .select(["id", "number", "kind", "status", "customer", "createdAt"])
    .where("merchantId", "=", merchantId)
    .where(isLike)
    .orderBy("serial")
    .execute();
  const plans = await db
    .selectFrom("plans")
    .select(["id", "kind", "state", "customer", "createdAt"])
    .where("merchantId", "=", merchantId)
    .where(isLike)
    .orderBy("id")
    .execute();
  return { orders, plans };
}

/** Locks orders, in their own sequence, against edits meanwhile. Returns those that exist, as they are now. */
export async function lockOrders(tx: Db, merchantId: string, ids: string[]) {
  if (ids.length === 0) return [];
  return await tx
    .selectFrom("orders")
    .select(["id", "number", "kind", "status", "customer", "createdAt"])
    .where("merchantId", "=", merchantId)
    .where("id", "in", ids)
    .orderBy("serial")
    .forNoKeyUpdate()
    .execute();
}

/**
 * Removes the buyer from an order: what they gave, what the shop noted about them, and the parcel's number. The payment method stays,
 * and the time (`left`), which the page shows. Search then finds the order only by its number and goods.
 */
export async function eraseFromOrder(tx: Db, merchantId: string, id: string, left: object): Promise<void> {
  const said = JSON.stringify(left);
  await tx
    .updateTable("orders")
    .set({
      // If the order is not in Smaregi yet, its payment method is still sent there.
      customer: sql`coalesce(jsonb_set(${said}::jsonb, '{paymentMethod}', customer->'paymentMethod'), ${said}::jsonb)`,
      memo: "",
      trackingNumber: null,
      updatedAt: writeTime,
    })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  const mark = sql`${JSON.stringify(erased.ja)}::jsonb`;
  await sql`
    update order_log set fact = jsonb_set(fact, '{data,text}', ${mark})
    where merchant_id = ${merchantId} and order_id = ${id} and event = 'commented'`.execute(tx);
  const side = (name: "before" | "after") => sql`case when nullif(each->>${name}::text, '') is null
    then each->${name}::text else ${mark} end`;
  await sql`
    update order_log set fact = jsonb_set(fact, '{data,changes}', (
      select jsonb_agg(case when each->>'field' in ('memo', 'trackingNumber')
        then each || jsonb_build_object('before', ${side("before")}, 'after', ${side("after")}) else each end order by nth)
      from jsonb_array_elements(fact#>'{data,changes}') with ordinality changes(each, nth)))
    where merchant_id = ${merchantId} and order_id = ${id} and event = 'workChanged'`.execute(tx);
  await writeSearch(tx, merchantId, id);
  // A hash of a name and a phone can be guessed. The key stays taken: sending it again places no second order.
  await tx
    .updateTable("idempotencyKeys")
    .set({ requestHash: randomBytes(32) })
    .where("merchantId", "=", merchantId)
    .where("orderId", "=", id)
    .execute();
  tell(tx, merchantId, "orders");
}

export async function eraseFromPlan(tx: Db, merchantId: string, id: string, left: object): Promise<void> {
  await tx
    .updateTable("plans")
    .set({ customer: JSON.stringify(left), updatedAt: writeTime })
    .where("merchantId", "=", merchantId)
    .where("id", "=", id)
    .execute();
  tell(tx, merchantId, "orders");
}
