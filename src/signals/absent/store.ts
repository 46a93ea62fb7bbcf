import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import { databaseTime } from "../../kit/now.ts";

/** Stores that Smaregi has none of these products; `fell`: a quantity falls to 0 for it. */
export async function noteAbsent(
  tx: Db,
  merchantId: string,
  absent: { smaregiProductId: string; kind: "gone" | "noRow"; fell: boolean }[],
): Promise<void> {
  if (absent.length === 0) return;
  const moment = absent.some(({ fell }) => fell) ? await databaseTime(tx) : null;
  const rows = absent.map(({ smaregiProductId, kind, fell }) => {
    return { product: smaregiProductId, kind, fell_at: fell ? moment : null };
  });
  await sql`
    insert into absent_products as a (merchant_id, smaregi_product_id, kind, fell_at)
    select ${merchantId}::uuid, product, kind, fell_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) absent(product text, kind text, fell_at timestamptz)
    order by product
    on conflict (merchant_id, smaregi_product_id) do update set
      kind = excluded.kind, fell_at = coalesce(excluded.fell_at, a.fell_at)`.execute(tx);
}

/** Forgets these products, because Smaregi has them and their stock. */
export async function forgetAbsent(tx: Db, merchantId: string, products: string[]): Promise<void> {
  if (products.length === 0) return;
  await sql`${named}
    delete from absent_products
    where merchant_id = ${merchantId} and smaregi_product_id = any(${products}::text[])`.execute(tx);
}
