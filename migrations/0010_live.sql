-- Live pages: whoever changes something says so, once a statement, on one channel: whose it is, what kind of thing, and of
-- products which ones, as long as they are few. What it became is read by who wants to know. PostgreSQL sends it at the
-- commit, and the same words said twice in a transaction once.

-- One statement's rows stand in `changed`: the new ones, or the old ones of a delete.
create function tell(merchant uuid, topic text, products uuid[]) returns void language sql as $$
  select pg_notify('musubi_changes', json_strip_nulls(json_build_object('m', merchant, 't', topic,
    'p', case when cardinality(products) <= 100 then products end))::text)
$$;

create function tell_changed() returns trigger language plpgsql as $$
declare
  merchant uuid;
begin
  for merchant in select distinct merchant_id from changed loop
    perform tell(merchant, tg_argv[0], null);
  end loop;
  return null;
end $$;

create function tell_products() returns trigger language plpgsql as $$
declare
  each record;
begin
  for each in select merchant_id, array_agg(distinct id) as products from changed group by merchant_id loop
    perform tell(each.merchant_id, 'products', each.products);
  end loop;
  return null;
end $$;

create function tell_variations() returns trigger language plpgsql as $$
declare
  each record;
begin
  for each in select merchant_id, array_agg(distinct product_id) as products from changed group by merchant_id loop
    perform tell(each.merchant_id, 'products', each.products);
  end loop;
  return null;
end $$;

-- A signal is both: something that waits for Smaregi, and the sync state of a product.
create function tell_signals() returns trigger language plpgsql as $$
declare
  merchant uuid;
  products uuid[];
begin
  for merchant in select distinct merchant_id from changed loop
    perform tell(merchant, 'link', null);
    select array_agg(product_id) into products from (
      select distinct v.product_id from (select * from changed where merchant_id = merchant limit 101) s
      join variations v on v.merchant_id = merchant and v.smaregi_product_id = s.smaregi_product_id
        and v.stock_managed and v.deleted_at is null
      limit 101) found;
    if products is not null then
      perform tell(merchant, 'products', products);
    end if;
  end loop;
  return null;
end $$;

-- Smaregi's maintenance is a contract's: all of its merchants show it.
create function tell_pauses() returns trigger language plpgsql as $$
declare
  merchant uuid;
begin
  for merchant in
    select c.merchant_id from connections c where c.contract_id in (select contract_id from changed)
  loop
    perform tell(merchant, 'link', null);
  end loop;
  return null;
end $$;

create function tell_merchants() returns trigger language plpgsql as $$
declare
  merchant uuid;
begin
  for merchant in select id from changed loop
    perform tell(merchant, 'connection', null);
  end loop;
  return null;
end $$;

do $$
declare
  one record;
  event text;
begin
  for one in select * from (values
    ('products', 'tell_products()', 'insert update delete'),
    ('variations', 'tell_variations()', 'insert update delete'),
    ('signals', 'tell_signals()', 'insert update delete'),
    ('smaregi_pauses', 'tell_pauses()', 'insert update delete'),
    ('merchants', 'tell_merchants()', 'update'),
    ('orders', 'tell_changed(''orders'')', 'insert update'),
    ('order_log', 'tell_changed(''orders'')', 'insert'),
    ('plans', 'tell_changed(''orders'')', 'insert update'),
    ('operations', 'tell_changed(''link'')', 'insert update'),
    ('integration_log', 'tell_changed(''link'')', 'insert update'),
    ('sync_latencies', 'tell_changed(''link'')', 'insert'),
    ('held_zeros', 'tell_changed(''link'')', 'insert update delete'),
    ('bulk_jobs', 'tell_changed(''jobs'')', 'insert update'),
    ('reconciliations', 'tell_changed(''reconciliations'')', 'insert update'),
    ('differences', 'tell_changed(''reconciliations'')', 'insert'),
    ('connections', 'tell_changed(''connection'')', 'insert update delete'),
    ('accounts', 'tell_changed(''staff'')', 'insert update delete'),
    ('api_keys', 'tell_changed(''staff'')', 'insert update')
  ) as it(name, function, events) loop
    foreach event in array string_to_array(one.events, ' ') loop
      execute format('create trigger tell_%s after %s on %I referencing %s table as changed for each statement execute function %s',
        event, event, one.name, case event when 'delete' then 'old' else 'new' end, one.function);
    end loop;
  end loop;
end $$;
