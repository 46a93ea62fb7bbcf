-- 差異チェック: everything here against everything in Smaregi.
create table reconciliations (
  merchant_id uuid not null references merchants,
  id uuid not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed')),
  asked_by text not null,
  products int not null default 0,
  orders int not null default 0,
  reason text,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id)
);
create index reconciliations_open on reconciliations (merchant_id, id) where state in ('waiting', 'running');
create index reconciliations_newest on reconciliations (merchant_id, created_at desc);

create table differences (
  merchant_id uuid not null,
  id bigint generated always as identity,
  reconciliation_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  cause text not null,
  healing boolean not null,
  variation_id uuid,
  order_id uuid,
  operation_id uuid,
  smaregi_product_id text,
  transaction_id text,
  cart_quantity int,
  smaregi_quantity bigint,
  note text,
  primary key (merchant_id, id),
  foreign key (merchant_id, reconciliation_id) references reconciliations (merchant_id, id) on delete cascade
);
create index differences_of_reconciliation on differences (merchant_id, reconciliation_id, id);
create index operations_sent on operations (merchant_id, terminal_tran_at) where kind = 'register';
