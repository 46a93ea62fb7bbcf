-- What products are filtered by. Quantities and the times of syncs change with every sale: an index on them would be written
-- anew each time. These tell only whether, and change when that does.
alter table variations add column sold_out boolean not null
  generated always as (stock_managed and coalesce(quantity, 0) = 0) stored;
alter table variations add column never_read boolean not null
  generated always as (synced_at is null and sync_failed_at is null) stored;
-- Its own column, so that its index is none that a look-up by Smaregi product ID could take: before PostgreSQL knows how many rows
-- there are, it would read all of a merchant's for each.
alter table variations add column linked boolean not null
  generated always as (smaregi_product_id is not null) stored;

create index variations_sold_out on variations (merchant_id, product_id) where sold_out and deleted_at is null;
create index variations_never_read on variations (merchant_id, product_id)
  where never_read and stock_managed and linked and deleted_at is null;
create index variations_failed on variations (merchant_id, product_id)
  where sync_failed_at is not null and deleted_at is null;
create index variations_linked on variations (merchant_id, product_id)
  where linked and deleted_at is null;
create index variations_unlinked on variations (merchant_id, product_id)
  where not linked and deleted_at is null;
create index products_published on products (merchant_id, published, serial desc) where deleted_at is null;
