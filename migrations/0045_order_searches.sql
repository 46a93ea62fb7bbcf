-- Searches of orders that the shop keeps under a name, for all of its people.
create table order_searches (
  merchant_id uuid not null references merchants,
  id uuid not null,
  name text not null,
  -- The name as it is compared.
  name_key text not null,
  search jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id),
  unique (merchant_id, name_key)
);
-- distribute: order_searches
