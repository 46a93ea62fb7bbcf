-- What products are found by is written with them, by who writes them (src/catalog/search/store.ts): set by set, where a trigger came
-- once a row.
drop trigger search_insert on variations;
drop trigger search_update on variations;
drop trigger search_update on products;
drop function search_new_variations();
drop function search_changed_variation();
drop function search_changed_product();
drop function search_products(uuid, uuid[]);

-- Products are taken away by a mark: nothing but their writers ever takes such a row away.
delete from product_search s using products p
where p.merchant_id = s.merchant_id and p.id = s.product_id and p.deleted_at is not null;
alter table product_search drop constraint product_search_merchant_id_product_id_fkey;
