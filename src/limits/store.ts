import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { shopLimits, type OrderCount } from "./rules.ts";

const isOld = sql`order_counts.began_at not between clock_timestamp() - ${shopLimits.seconds} * interval '1 second'
  and clock_timestamp()`;

const again = sql`on conflict (name) do update set
  orders = case when ${isOld} then 1 else order_counts.orders + 1 end,
  began_at = case when ${isOld} then clock_timestamp() else order_counts.began_at end
  returning orders, (${shopLimits.seconds} - extract(epoch from clock_timestamp() - began_at))::float8 as seconds_left`;

/**
 * Counts one more order of an address. Counts it for the merchant only if the address has not reached its `limit` (0:
 * none), else `ofMerchant` is null: a sender who floods a shop must not lock out other buyers. Each count starts again
 * a minute after its first order.
 */
export async function countOrder(
  db: Db,
  { address, merchantId, limit }: { address: string; merchantId: string; limit: number },
): Promise<{ ofAddress: OrderCount; ofMerchant: OrderCount | null }> {
  const { rows } = await sql<OrderCount & { isAddress: boolean }>`
    with of_address as (
      insert into order_counts (name) values (${`address ${address}`}) ${again}
    ), of_merchant as (
      insert into order_counts (name) select ${`merchant ${merchantId}`}::text from of_address
      where ${limit}::int = 0 or orders <= ${limit}::int ${again}
    )
    select true as is_address, * from of_address union all select false, * from of_merchant`.execute(db);
  const counted = (isAddress: boolean) => rows.find((row) => row.isAddress === isAddress) ?? null;
  return { ofAddress: counted(true) ?? { orders: 0, secondsLeft: 0 }, ofMerchant: counted(false) };
}

/** Deletes counts that ended long ago. */
export async function pruneOrderCounts(db: Db): Promise<void> {
  await sql`delete from order_counts where began_at < clock_timestamp() - interval '1 hour'`.execute(db);
}
