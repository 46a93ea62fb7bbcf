import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { writeTime } from "../../kit/now.ts";
import { tell } from "../../tell.ts";

/**
 * The number of days that buyers are kept; null: until they are erased by hand. `isHeld`: locks the value until the end of the
 * transaction.
 */
export async function readKeptDays(db: Db, merchantId: string, isHeld = false): Promise<number | null> {
  const row = await db
    .selectFrom("merchants")
    .select("buyersKeptDays")
    .where("id", "=", merchantId)
    .$if(isHeld, (held) => held.forShare())
    .executeTakeFirst();
  return row?.buyersKeptDays ?? null;
}

/** Saves the number of days that buyers are kept. The next look comes soon, even if there was one today. */
export async function writeKeptDays(tx: Db, merchantId: string, days: number | null): Promise<void> {
  await tx
    .updateTable("merchants")
    .set({ buyersKeptDays: days, buyersErasedAt: null })
    .where("id", "=", merchantId)
    .execute();
  tell(tx, merchantId, "connection");
}

/** Notes that the merchant's old buyers are erased as of now. */
export async function noteErased(db: Db, merchantId: string): Promise<void> {
  await db.updateTable("merchants").set({ buyersErasedAt: writeTime }).where("id", "=", merchantId).execute();
  tell(db, merchantId, "connection");
}

/** Merchants that keep buyers for a limited time, and whose old ones were not erased today. */
export async function merchantsToErase(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("merchants")
    .select("id")
    .where("buyersKeptDays", "is not", null)
    .where((eb) =>
      eb.or([
        eb("buyersErasedAt", "is", null),
        eb("buyersErasedAt", "<", sql<Date>`statement_timestamp() - interval '24 hours'`),
      ]),
    )
    .execute();
  return rows.map(({ id }) => id);
}

const isOld = (days: number) => sql<boolean>`updated_at < statement_timestamp() - ${days} * interval '1 day'`;
const hasBuyer = sql<boolean>`customer is not null and customer->>'erasedAt' is null`;
/** The SQL form of `isUnderWay`, negated. */
const isFinished = sql<boolean>`(status in ('shipped', 'cancelled') or (kind = 'membershipFee' and status = 'paid'))`;

/**
 * Orders after `after`, in their sequence, that are finished, were not changed for so many days, and still name their buyer. Locked.
 */
export async function oldOrders(
  tx: Db,
  merchantId: string,
  { days, after, limit }: { days: number; after: number; limit: number },
) {
  return await tx
    .selectFrom("orders")
    .select(["id", "serial"])
    .where("merchantId", "=", merchantId)
    .where("serial", ">", after)
    .where(isFinished)
    .where(isOld(days))
    .where(hasBuyer)
    .orderBy("serial")
    .limit(limit)
    .forNoKeyUpdate()
    .execute();
}

/** The same of plans that have ended. */
export async function oldPlans(tx: Db, merchantId: string, { days, limit }: { days: number; limit: number }) {
  return await tx
    .selectFrom("plans")
    .select("id")
    .where("merchantId", "=", merchantId)
    .where("state", "=", "ended")
    .where(isOld(days))
    .where(hasBuyer)
    .orderBy("id")
    .limit(limit)
    .forNoKeyUpdate()
    .execute();
}

/** Counts the orders and plans that would lose their buyer at once. */
export async function countOld(
  db: Db,
  merchantId: string,
  days: number,
): Promise<{ orders: number; plans: number }> {
  const { rows } = await sql<{ orders: number; plans: number }>`select
    (select count(*)::int from orders where merchant_id = ${merchantId} and ${isFinished} and ${isOld(days)}
      and ${hasBuyer}) as orders,
    (select count(*)::int from plans where merchant_id = ${merchantId} and state = 'ended' and ${isOld(days)}
      and ${hasBuyer}) as plans`.execute(db);
  return rows[0] ?? { orders: 0, plans: 0 };
}
