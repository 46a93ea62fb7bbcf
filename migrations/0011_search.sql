-- What products and orders are found by, a row each: written when a name or a code changes, not when stock or a status does.
-- Any part of a text is looked for, and a word in Japanese is often two letters long: so the index holds every pair of
-- neighbouring letters (and every single one that is no ASCII), as numbers that a merchant shares with nobody.

-- As people mean it: full and half width, capitals and blanks make no difference.
create function search_text(words text) returns text language sql immutable parallel safe as $$
  select regexp_replace(lower(normalize(words, NFKC)), '\s', '', 'g')
$$;

-- A loop, since it runs with each order: a query of its own would cost several times as much.
create function search_grams(merchant uuid, words text[]) returns int[] language plpgsql immutable parallel safe as $$
declare
  whose constant text := merchant::text;
  grams int[] := '{}';
  word text;
  pair text;
begin
  foreach word in array words loop
    for nth in 1..length(word) loop
      pair := substr(word, nth, 2);
      if length(pair) = 2 then
        grams := grams || hashtext(whose || pair);
      end if;
      if ascii(pair) > 127 then
        grams := grams || hashtext(whose || left(pair, 1));
      end if;
    end loop;
  end loop;
  return grams;
end $$;

-- What a search asks for: the pairs, or the one letter that there is.
create function search_wanted(merchant uuid, word text) returns int[] language sql immutable parallel safe as $$
  select coalesce(array_agg(distinct hashtext(merchant::text || gram)), '{}') from (
    select substr(word, nth, 2) as gram from generate_series(1, length(word) - 1) nth
    union all
    select word where length(word) = 1 and ascii(word) > 127
  ) pieces
$$;

-- `words`: a line each.
create table product_search (
  merchant_id uuid not null,
  product_id uuid not null,
  words text not null,
  grams int[] not null,
  primary key (merchant_id, product_id),
  foreign key (merchant_id, product_id) references products (merchant_id, id) on delete cascade
);
create index product_search_grams on product_search using gin (grams);

create table order_search (
  merchant_id uuid not null,
  serial bigint not null,
  words text not null,
  grams int[] not null,
  primary key (merchant_id, serial)
);
create index order_search_grams on order_search using gin (grams);

-- Name, product codes, JAN codes and Smaregi product IDs of a product and its variations. The system product number is
-- told by the product's serial.
create function search_products(merchant uuid, products uuid[]) returns void language sql as $$
  insert into product_search (merchant_id, product_id, words, grams)
  select merchant, id, array_to_string(words, e'\n'), search_grams(merchant, words) from (
    select p.id, array_agg(distinct search_text(word)) as words
    from products p
    left join variations v on v.merchant_id = p.merchant_id and v.product_id = p.id and v.deleted_at is null,
    lateral unnest(array[p.name, p.product_code, v.product_code, v.jan_code, v.smaregi_product_id]) word
    where p.merchant_id = merchant and p.id = any(products) and word is not null
    group by p.id
  ) found
  on conflict (merchant_id, product_id) do update set words = excluded.words, grams = excluded.grams
$$;

create function search_new_variations() returns trigger language plpgsql as $$
declare
  each record;
begin
  for each in select merchant_id, array_agg(distinct product_id) as products from changed group by merchant_id loop
    perform search_products(each.merchant_id, each.products);
  end loop;
  return null;
end $$;
create trigger search_insert after insert on variations referencing new table as changed
  for each statement execute function search_new_variations();

-- A statement that sets none of these columns, as those that move stock, does not come here at all.
create function search_changed_variation() returns trigger language plpgsql as $$
begin
  perform search_products(new.merchant_id, array[new.product_id]);
  return null;
end $$;
create trigger search_update after update of product_code, jan_code, smaregi_product_id, deleted_at on variations
  for each row when (row(old.product_code, old.jan_code, old.smaregi_product_id, old.deleted_at)
    is distinct from row(new.product_code, new.jan_code, new.smaregi_product_id, new.deleted_at))
  execute function search_changed_variation();

create function search_changed_product() returns trigger language plpgsql as $$
begin
  perform search_products(new.merchant_id, array[new.id]);
  return null;
end $$;
create trigger search_update after update of name, product_code on products
  for each row when (row(old.name, old.product_code) is distinct from row(new.name, new.product_code))
  execute function search_changed_product();

-- An order's number, and its buyer's name and reading (kana).
create function search_words(an_order orders) returns text[] language sql immutable parallel safe as $$
  select array_remove(array[an_order.number, search_text(an_order.customer->>'name'),
    search_text(an_order.customer->>'kana')], null)
$$;

create function search_order() returns trigger language plpgsql as $$
declare
  terms text[] := search_words(new);
begin
  insert into order_search (merchant_id, serial, words, grams)
  values (new.merchant_id, new.serial, array_to_string(terms, e'\n'), search_grams(new.merchant_id, terms))
  on conflict (merchant_id, serial) do update set words = excluded.words, grams = excluded.grams;
  return null;
end $$;
create trigger search_insert after insert on orders for each row execute function search_order();
create trigger search_update after update of customer on orders
  for each row when (old.customer is distinct from new.customer) execute function search_order();

-- What stands already.
do $$
declare
  each record;
begin
  for each in select merchant_id, array_agg(id) as products from products group by merchant_id loop
    perform search_products(each.merchant_id, each.products);
  end loop;
end $$;
insert into order_search (merchant_id, serial, words, grams)
select merchant_id, serial, array_to_string(search_words(o), e'\n'), search_grams(merchant_id, search_words(o))
from orders o;
