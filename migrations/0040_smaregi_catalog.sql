-- The product master of Smaregi, mirrored for each merchant whose contract it is. It decides no number.
create table smaregi_catalogs (
  merchant_id uuid primary key references merchants,
  -- Whose products these are: another contract's are dropped.
  contract_id text not null,
  -- 部門 and 軽減税率, as far as taxes go.
  categories jsonb not null default '[]',
  tax_rates jsonb not null default '[]',
  -- When all products were last read to their end, and until when changes were read since (this server's time).
  filled_at timestamptz,
  read_until timestamptz,
  -- What is asked for: all products, or what changed. Products by their ID stand in `smaregi_product_asks`.
  asked text check (asked in ('full', 'changes')),
  -- It is looked at then; null: nothing is asked for.
  due_at timestamptz,
  -- A person pressed: read though the switch is off.
  by_person boolean not null default false,
  -- A person said that what the last full list did not hold is gone.
  accepts_gone boolean not null default false,
  -- Counts what is asked for: what is asked for during a read is read after it.
  version int not null default 0,
  attempts int not null default 0,
  -- Why the last read did not go through; null: it did.
  problem jsonb,
  problem_at timestamptz,
  -- So many products were not in the last full list, and a person has not said that they are gone.
  unlisted int not null default 0
);
create index smaregi_catalogs_due on smaregi_catalogs (due_at) where due_at is not null;

create table smaregi_products (
  merchant_id uuid not null references smaregi_catalogs (merchant_id) on delete cascade,
  smaregi_product_id text not null,
  product_code text,
  group_code text,
  name text not null,
  kana text,
  size text,
  color text,
  -- As Smaregi has it, rounded to whole yen; what it means with tax follows from the next ones.
  price int,
  tax_division text,
  takes_category_tax boolean not null,
  reduce_tax_id text,
  category_id text,
  open_price boolean not null,
  stock_managed boolean not null,
  not_for_sale boolean not null,
  division text not null,
  hidden boolean not null,
  supplier_product_no text,
  -- Null: not known.
  takes_other_stock boolean,
  not_sold_in text[],
  -- What `GET /stock` said of it when it was last read for a person to see; null: no row, or never read.
  stock_amount int,
  stock_store_id text,
  stock_read_at timestamptz,
  -- What it is found by, folded.
  words text not null,
  -- When Smaregi last changed it, when it was last read, and since when it is gone.
  updated_at timestamptz,
  seen_at timestamptz not null default clock_timestamp(),
  gone_at timestamptz,
  primary key (merchant_id, smaregi_product_id)
);

create table smaregi_product_asks (
  merchant_id uuid not null references smaregi_catalogs (merchant_id) on delete cascade,
  smaregi_product_id text not null,
  asked_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, smaregi_product_id)
);
