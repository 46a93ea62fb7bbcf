import type { Client } from "pg";

/**
 * Fills a merchant with products and orders by SQL only, as after years of use: half of the products linked, a few sold out,
 * failed and waiting; orders of two years, most of them shipped, by buyers with common names and a few rare ones.
 */
export async function fillShop(
  client: Client,
  { merchantId, products, orders }: { merchantId: string; products: number; orders: number },
): Promise<void> {
  const run = async (text: string, values: unknown[]) => {
    await client.query(text, values);
  };
  // What the triggers would write is written below, all at once.
  await client.query("set session_replication_role = replica");
  await run(
    `insert into contract_proofs (merchant_id, contract_id, way, proven_by)
     values ($1::uuid, 'bench-' || $1::uuid, 'operator', 'bench')`,
    [merchantId],
  );
  await run(
    `insert into connections (merchant_id, contract_id, store_id, terminal_id, enabled, mode)
     values ($1::uuid, 'bench-' || $1::uuid, '1', '1', true, 'standard')`,
    [merchantId],
  );
  await run(
    `insert into products (merchant_id, id, serial, product_code, name, price, tax_rate, published, variation_pattern)
     select $1::uuid, gen_random_uuid(), n, 'C' || lpad(n::text, 7, '0'),
       case when n % 4999 = 7 then '珍品 ' when n % 5 = 0 then '珈琲 ' when n % 700 = 2 then 'デカフェ ' else '雑貨 ' end || '商品' || n,
       100 + n % 5000, 10, n % 50 <> 0, 'none'
     from generate_series(1, $2::int) n`,
    [merchantId, products],
  );
  await run(
    `insert into variations (merchant_id, id, product_id, serial, system_product_number, position, name, jan_code,
       stock_managed, quantity, level, smaregi_product_id, synced_at, sync_failed_at, sync_error)
     select merchant_id, gen_random_uuid(), id, 1, '01-' || left(merchant_id::text, 8) || '-T' || lpad(serial::text, 9, '0') || '-001', 0,
       '', (4900000000000 + serial)::text, true, case when serial % 997 = 3 then 0 else 1 + serial % 40 end, case when serial % 997 = 3 then 0 else 1 + serial % 40 end,
       case when serial % 2 = 0 then (8000000 + serial)::text end,
       case when serial % 2 = 0 then now() end, case when serial % 4998 = 0 then now() end,
       case when serial % 4998 = 0 then '{"kind":"silent","data":{}}'::jsonb end
     from products where merchant_id = $1`,
    [merchantId],
  );
  await run(
    `insert into signals (merchant_id, smaregi_product_id, cause)
     select merchant_id, smaregi_product_id, 'askedAgain' from variations
     where merchant_id = $1 and smaregi_product_id is not null order by serial limit 20`,
    [merchantId],
  );
  await run(
    `insert into orders (merchant_id, id, serial, number, kind, status, money, customer, placed_by, link_state, created_at)
     select $1::uuid, gen_random_uuid(), n, lpad(n::text, 8, '0'), case when n % 40 = 0 then 'membershipFee' else 'normal' end,
       case when n > $2::int - 300 then 'new' when n % 50 = 0 then 'cancelled' else 'shipped' end,
       '{"shippingFee":500,"paymentFee":0,"coolFee":0,"wrappingFee":0,"discount":0,"couponDiscount":0,"pointsUsed":0,"adjustment":0}',
       jsonb_build_object('name', case when n % 49999 = 5 then '稀名' else
         (array['佐藤','鈴木','高橋','田中','伊藤','渡辺','山本','中村','小林','加藤'])[1 + n % 10] end || ' ' ||
         (array['一郎','花子','健','美咲','翔','陽菜','蓮'])[1 + n % 7]),
       'API: first', case when n % 33333 = 0 then 'failed' else 'registered' end,
       now() - (($2::int - n) * interval '2 years' / $2::int)
     from generate_series(1, $2::int) n`,
    [merchantId, orders],
  );
  await run(
    `insert into order_lines (merchant_id, order_id, position, variation_id, product_name, variation_name,
       system_product_number, unit_price, tax_rate, quantity)
     select o.merchant_id, o.id, 1, gen_random_uuid(), '商品', '', '01-00001-T000000001-001', 1000, 10, 1
     from orders o where o.merchant_id = $1`,
    [merchantId],
  );
  await run(
    `insert into product_search (merchant_id, product_id, words, grams)
     select merchant_id, id, array_to_string(words, e'\\n'), search_grams(merchant_id, words) from (
       select p.merchant_id, p.id, array_remove(array[search_text(p.name), search_text(p.product_code), v.jan_code,
         v.smaregi_product_id], null) as words
       from products p join variations v on v.merchant_id = p.merchant_id and v.product_id = p.id where p.merchant_id = $1) said`,
    [merchantId],
  );
  await run(
    `insert into order_search (merchant_id, serial, words, grams)
     select merchant_id, serial, array_to_string(words, e'\\n'), search_grams(merchant_id, words)
     from (select o.merchant_id, o.serial, array_remove(array[o.number, search_text(o.customer->>'name'),
       search_text(o.customer->>'kana')], null) as words from orders o where merchant_id = $1) found`,
    [merchantId],
  );
  await client.query("set session_replication_role = origin");
}
