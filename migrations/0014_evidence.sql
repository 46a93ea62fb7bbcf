-- The mass-zero guard, for every cause: why the quantities are held, and `stop`: they are kept, and not sold until Smaregi
-- has the products again.
alter table held_zeros add column cause text not null default 'gone'
  check (cause in ('gone', 'noRows', 'storeChanged'));
alter table held_zeros drop constraint held_zeros_answer_check;
alter table held_zeros add constraint held_zeros_answer_check check (answer in ('keep', 'stop'));

-- What Smaregi said to have none of: `gone`: no such product, so that a row of its stock brings nothing back until the product
-- itself is there again; `noRow`: no stock in the store. `fell_at`: a quantity that was not 0 became 0 for it.
create table absent_products (
  merchant_id uuid not null references merchants,
  smaregi_product_id text not null,
  kind text not null check (kind in ('gone', 'noRow')),
  fell_at timestamptz,
  primary key (merchant_id, smaregi_product_id)
);
create index absent_products_fallen on absent_products (merchant_id, fell_at) where fell_at is not null;

-- When the connection was last pointed at another contract or store: what was read before says nothing of the new one.
alter table connections add column moved_at timestamptz not null default clock_timestamp();
update connections set moved_at = created_at;
-- When the rolling check looks next for what nobody read for long; null: at once.
alter table connections add column check_at timestamptz;

-- Numbers that the rolling check found to differ, though nothing had told of it.
create table check_finds (
  merchant_id uuid not null,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  variation_id uuid not null,
  quantity_before int,
  quantity int,
  primary key (merchant_id, id),
  foreign key (merchant_id, variation_id) references variations (merchant_id, id)
);
create index check_finds_at on check_finds (at);

-- The merchant stopped the sale of what is held.
alter table variations add column sale_stopped boolean not null default false;
