-- Runs of the link assistant (B7): what it proposes for each variation, what was applied of it, and what it was before.
create table link_runs (
  merchant_id uuid not null references merchants,
  id uuid not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'matching', 'proposed', 'applying', 'applied', 'undone', 'failed')),
  actor text not null,
  -- The variations that were asked for; null: all that are not linked.
  variation_ids uuid[],
  contract_id text not null,
  store_id text not null,
  rule_version int not null,
  -- So many variations were looked at, of so many.
  matched int not null default 0,
  total int,
  stock_read_at timestamptz,
  -- Why it came to nothing.
  reason jsonb,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id)
);
create index link_runs_open on link_runs (merchant_id) where state in ('waiting', 'matching');

create table link_items (
  merchant_id uuid not null,
  run_id uuid not null,
  variation_id uuid not null,
  nth int not null,
  class text not null check (class in ('certain', 'likely', 'conflict', 'none')),
  candidates jsonb not null,
  -- What of the variation the proposal was made from.
  print text not null,
  state text not null default 'proposed' check (state in ('proposed', 'applied', 'undone')),
  -- What was applied, and what was there before.
  smaregi_product_id text,
  before_link text,
  before_quantity int,
  applied_at timestamptz,
  primary key (merchant_id, run_id, variation_id),
  foreign key (merchant_id, run_id) references link_runs (merchant_id, id) on delete cascade,
  foreign key (merchant_id, variation_id) references variations (merchant_id, id)
);
create index link_items_nth on link_items (merchant_id, run_id, nth);
