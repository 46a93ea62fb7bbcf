-- Products that Smaregi suddenly knows no more, many at once: their quantities are kept until somebody has answered.
create table held_zeros (
  merchant_id uuid not null references merchants,
  smaregi_product_id text not null,
  held_at timestamptz not null default clock_timestamp(),
  -- keep: it stays as it is until Smaregi knows the product again.
  answer text check (answer in ('keep')),
  answered_by text,
  primary key (merchant_id, smaregi_product_id)
);
