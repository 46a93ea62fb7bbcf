-- An order waits for no other order: its number comes from a sequence of the merchant's, which nobody has to wait for, and
-- no row of the merchant's is locked, however lightly, for a foreign key. Merchants are ended, never deleted.
do $$
declare
  merchant uuid;
  series text;
begin
  for merchant in select id from merchants loop
    series := 'order_numbers_' || replace(merchant::text, '-', '');
    execute format('create sequence %I', series);
    perform setval(series::regclass, value) from counters where merchant_id = merchant and name = 'order';
  end loop;
end $$;
delete from counters where name = 'order';

alter table orders drop constraint orders_merchant_id_fkey;
alter table idempotency_keys drop constraint idempotency_keys_merchant_id_fkey;
alter table signals drop constraint signals_merchant_id_fkey;
alter table sync_latencies drop constraint sync_latencies_merchant_id_fkey;
alter table integration_log drop constraint integration_log_merchant_id_fkey;

-- Wakes are given after the commit, and may be lost: that the changes of a contract's stock are to be looked for, since a
-- notification could not be read, is kept until it is done.
alter table connections add column catch_up_at timestamptz;
