import { sql } from "kysely";
import type { Db } from "../kit/database.ts";
import { shopLimits, type OrderCount } from "./rules.ts";

const isOld = sql`order_counts.began_at not between clock_timestamp() - ${shopLimits.seconds} * interval '1 second'
  and clock_timestamp()`;

/** Counts one more order under each of these names; each count begins anew a minute after its first order. In the names' order. */
export async function countOrders(db: Db, names: string[]): Promise<OrderCount[]> {
  const { rows } = await sql<OrderCount & { name: string }>`
    insert into order_counts (name)
    select name from unnest(${names}::text[]) name order by name
    on conflict (name) do update set
      orders = case when ${isOld} then 1 else order_counts.orders + 1 end,
      began_at = case when ${isOld} then clock_timestamp() else order_counts.began_at end
    returning name, orders,
      (${shopLimits.seconds} - extract(epoch from clock_timestamp() - began_at))::float8 as seconds_left`.execute(
    db,
  );
  return names.map((name) => rows.find((row) => row.name === name) ?? { orders: 0, secondsLeft: 0 });
}

/** Forgets counts that are long over. */
export async function pruneOrderCounts(db: Db): Promise<void> {
  await sql`delete from order_counts where began_at < clock_timestamp() - interval '1 hour'`.execute(db);
}
