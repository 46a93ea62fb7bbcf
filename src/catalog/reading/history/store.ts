import { sql, type RawBuilder } from "kysely";
import type { Db } from "../../../kit/database.ts";

/** A time as a whole number: JavaScript's own leaves out its last three digits. */
const microseconds = (at: RawBuilder<unknown>) => sql`(extract(epoch from ${at}) * 1000000)::bigint`;

/**
 * 操作履歴: what happened to the product, newest first: its own events, and every movement of its variations. A failed sync
 * has no movement, so it is not included (S7). `place`: a row's position in this list, to go on from with `before`.
 */
export async function readHistory(
  db: Db,
  merchantId: string,
  productId: string,
  page: { before: [string, string] | null; limit: number },
) {
  const { rows } = await sql<{
    at: Date;
    actor: string;
    event: string;
    variationId: string | null;
    variationName: string | null;
    quantity: number | null;
    place: [string, string];
  }>`
    select at, actor, event, variation_id, variation_name, quantity,
      array[microseconds, nth]::text[] as place from (
      select m.at, m.actor, m.cause as event, v.id as variation_id, v.name as variation_name, m.quantity,
        ${microseconds(sql`m.at`)} as microseconds, m.id * 2 as nth
      from variations v join movements m on m.merchant_id = v.merchant_id and m.variation_id = v.id
      where v.merchant_id = ${merchantId} and v.product_id = ${productId}
      union all
      select at, actor, event, null, null, null, ${microseconds(sql`at`)}, id * 2 + 1 from product_events
      where merchant_id = ${merchantId} and product_id = ${productId}
    ) entry
    ${page.before === null ? sql`` : sql`where (microseconds, nth) < (${page.before[0]}::bigint, ${page.before[1]}::bigint)`}
    order by microseconds desc, nth desc limit ${page.limit}`.execute(db);
  return rows;
}
