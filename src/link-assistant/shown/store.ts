import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import type { Class } from "../rules.ts";
import type { LinkItemRow } from "../store.ts";

type Item = "variationId" | "nth" | "class" | "candidates" | "state" | "smaregiProductId" | "appliedAt";

/** An item with its variation as it is now. */
export type ShownItemRow = Pick<LinkItemRow, Item> & {
  productId: string;
  productName: string;
  variationName: string;
  systemProductNumber: string;
  productCode: string | null;
  janCode: string | null;
  price: number;
  taxRate: 8 | 10;
  stockManaged: boolean;
  quantityNow: number | null;
  linkedTo: string | null;
};

/** A page of a run's items, in the shop's order; those of deleted variations are left out. */
export async function pageOfItems(
  db: Db,
  merchantId: string,
  runId: string,
  page: {
    class: Class | null;
    state: "proposed" | "applied" | "undone" | null;
    after: number | null;
    limit: number;
  },
): Promise<ShownItemRow[]> {
  const { rows } = await sql<ShownItemRow>`
    select i.variation_id, i.nth, i.class, i.candidates, i.state, i.smaregi_product_id, i.applied_at, v.product_id, p.name as product_name, v.name as variation_name, v.system_product_number,
      coalesce(v.product_code, p.product_code) as product_code, v.jan_code, coalesce(v.price, p.price) as price,
      coalesce(v.tax_rate, p.tax_rate) as tax_rate, v.stock_managed, v.quantity as quantity_now,
      v.smaregi_product_id as linked_to
    from link_items i
    join variations v on v.merchant_id = i.merchant_id and v.id = i.variation_id
    join products p on p.merchant_id = v.merchant_id and p.id = v.product_id
    where i.merchant_id = ${merchantId} and i.run_id = ${runId} and v.deleted_at is null
      and (${page.class}::text is null or i.class = ${page.class})
      and (${page.state}::text is null or i.state = ${page.state})
      and i.nth > ${page.after ?? -1}
    order by i.nth limit ${page.limit}`.execute(db);
  return rows;
}
