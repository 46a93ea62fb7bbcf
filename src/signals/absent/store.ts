import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";

/** Keeps that Smaregi has none of these; `fell`: a quantity falls to 0 for it. */
export async function noteAbsent(
  tx: Db,
  merchantId: string,
  absent: { smaregiProductId: string; kind: "gone" | "noRow"; fell: boolean }[],
): Promise<void> {
  if (absent.length === 0) return;
  const rows = absent.map(({ smaregiProductId, kind, fell }) => ({ product: smaregiProductId, kind, fell }));
  await sql`
    insert into absent_products as a (merchant_id, smaregi_product_id, kind, fell_at)
    select ${merchantId}::uuid, product, kind, case when fell then clock_timestamp() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) absent(product text, kind text, fell boolean)
    order by product
    on conflict (merchant_id, smaregi_product_id) do update set
      kind = excluded.kind, fell_at = coalesce(excluded.fell_at, a.fell_at)`.execute(tx);
}

/** Smaregi has these products and stock of them. */
export async function forgetAbsent(tx: Db, merchantId: string, products: string[]): Promise<void> {
  if (products.length === 0) return;
  await tx
    .deleteFrom("absentProducts")
    .where("merchantId", "=", merchantId)
    .where("smaregiProductId", "=", sql<string>`any(${products}::text[])`)
    .execute();
}
