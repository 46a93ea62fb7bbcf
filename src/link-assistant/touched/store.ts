import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";

/** What changed a variation after it was linked. */
export type Touch = "ordered" | "soldAtTill" | "editedByHand";

/**
 * Returns the applied items of a run whose variation was changed since by an order, a movement at the till, or by hand.
 * The first reading of the link does not count, unless a notification from Smaregi caused it.
 */
export async function touchedSince(
  tx: Db,
  merchantId: string,
  runId: string,
  variationIds: string[],
): Promise<Map<string, Touch>> {
  const { rows } = await sql<{ variationId: string; touch: Touch | null }>`
    select i.variation_id, case
      when exists (select 1 from order_lines l join orders o on o.merchant_id = l.merchant_id and o.id = l.order_id
          where l.merchant_id = ${merchantId} and l.variation_id = i.variation_id and o.created_at >= i.applied_at)
        or exists (select 1 from movements m where m.merchant_id = ${merchantId} and m.variation_id = i.variation_id
          and m.at >= i.applied_at and m.order_id is not null) then 'ordered'
      when exists (select 1 from movements m where m.merchant_id = ${merchantId} and m.variation_id = i.variation_id
          and m.at >= i.applied_at and m.cause not in ('synced', 'syncFailed') and m.order_id is null) then 'editedByHand'
      when exists (select 1 from movements m where m.merchant_id = ${merchantId} and m.variation_id = i.variation_id
          and m.at >= i.applied_at and m.cause = 'synced' and (m.notification_id is not null or m.change <> 0
            and exists (select 1 from movements before where before.merchant_id = ${merchantId}
              and before.variation_id = m.variation_id and before.at >= i.applied_at and before.cause = 'synced'
              and before.id < m.id))) then 'soldAtTill'
      end as touch
    from link_items i
    where i.merchant_id = ${merchantId} and i.run_id = ${runId} and i.variation_id = any(${variationIds}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.flatMap(({ variationId, touch }) => (touch === null ? [] : [[variationId, touch]])));
}
