import { sql } from "kysely";
import type { Db } from "../../kit/database.ts";
import { named } from "../../kit/named.ts";
import type { Movement } from "../../stock/rules.ts";
import { ledgerParts, type Reason } from "../../stock/store.ts";
import { tell } from "../../tell.ts";
import type { ProductWrite } from "../plan-product.ts";
import type { Step } from "../plan-variations.ts";

type FreshProduct = ProductWrite["columns"] & {
  id: string;
  serial: number;
  lastVariationSerial: number;
  codeKey: string | null;
};

/** Variations with their first quantities, and their ledger entries. */
export type FreshVariations = {
  variations: (Step["values"] & {
    id: string;
    productId: string;
    serial: number;
    systemProductNumber: string;
    codeKey: string | null;
    quantity: number | null;
    level: number | null;
  })[];
  entries: (Movement & Reason)[];
};

/**
 * Inserts products, and variations of these or of existing products, in one statement: each first quantity is written
 * together with its ledger entry (B6).
 */
export async function insertFresh(
  tx: Db,
  merchantId: string,
  { products, variations, entries }: FreshVariations & { products: FreshProduct[] },
): Promise<void> {
  if (products.length === 0 && variations.length === 0) return;
  await sql`${named}
    with product as (
      insert into products (merchant_id, id, serial, product_code, code_key, name, price, tax_rate, published,
        variation_pattern, questions, last_variation_serial)
      select ${merchantId}::uuid, id, serial, "productCode", "codeKey", name, price, "taxRate", published,
        "variationPattern", questions, "lastVariationSerial"
      from jsonb_to_recordset(${JSON.stringify(products)}::jsonb) as row(
        id uuid, serial int, "productCode" text, "codeKey" text, name text, price int, "taxRate" int, published boolean,
        "variationPattern" text, questions jsonb, "lastVariationSerial" int)
    ), variation as (
      insert into variations (merchant_id, id, product_id, serial, system_product_number, position, name, product_code,
        code_key, jan_code, price, tax_rate, stock_managed, quantity, level, smaregi_product_id)
      select ${merchantId}::uuid, id, "productId", serial, "systemProductNumber", "position", name, "productCode",
        "codeKey", "janCode", price, "taxRate", "stockManaged", quantity, level, "smaregiProductId"
      from jsonb_to_recordset(${JSON.stringify(variations)}::jsonb) as row(
        id uuid, "productId" uuid, serial int, "systemProductNumber" text, "position" int, name text, "productCode" text,
        "codeKey" text, "janCode" text, price int, "taxRate" int, "stockManaged" boolean, quantity int, level int,
        "smaregiProductId" text)
    ), ${ledgerParts(merchantId, entries)} select`.execute(tx);
  tell(tx, merchantId, "products", {
    productIds: [
      ...new Set([...products.map(({ id }) => id), ...variations.map(({ productId }) => productId)]),
    ],
  });
}
