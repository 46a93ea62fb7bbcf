-- What people of the shop note of an order while they work on it (受注の作業). None of it goes to Smaregi.
alter table orders
  add column payment text not null default 'unpaid' check (payment in ('unpaid', 'paid')),
  add column paid_on date,
  add column shipping text not null default 'unshipped' check (shipping in ('unshipped', 'preparing', 'shipped')),
  add column shipped_on date,
  add column memo text not null default '',
  add column carrier text check (carrier in ('yamato', 'sagawa', 'japanPost', 'other')),
  add column tracking_number text,
  add column deliver_on date,
  -- From which hour until which: 1416.
  add column deliver_time text;

-- Until now the one status went step by step: what is being sent had been paid. Days are not known, and stay blank.
update orders set payment = 'paid' where status in ('paid', 'preparing', 'shipped');
update orders set shipping = status where status in ('preparing', 'shipped');

-- The day's work: what waits for its money or its shipping.
create index orders_open on orders (merchant_id, serial)
  where (payment = 'unpaid' or shipping <> 'shipped') and status <> 'cancelled';

-- Orders are also found by the buyer's phone, what was ordered (name and code), the memo and the tracking number.
with words as (
  select o.merchant_id, o.serial, array(select distinct word from (
    select search_text(o.number) as word
    union all select search_text(o.customer->>'name')
    union all select search_text(o.customer->>'kana')
    union all select replace(search_text(o.customer->>'phone'), '-', '')
    union all select search_text(l.product_name || l.variation_name) from order_lines l
      where l.merchant_id = o.merchant_id and l.order_id = o.id
    union all select search_text(l.product_code) from order_lines l
      where l.merchant_id = o.merchant_id and l.order_id = o.id
  ) each where word <> '') as found
  from orders o
)
update order_search s set words = array_to_string(found, e'\n'), grams = search_grams(w.merchant_id, found)
from words w where w.merchant_id = s.merchant_id and w.serial = s.serial;
