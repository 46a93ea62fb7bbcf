-- Merchants are walls: merchant_id leads every key. Times are timestamptz, money is whole yen.

create table merchants (
  id uuid primary key,
  serial int generated always as identity,
  -- 加盟店番号, as it stands in addresses and in system product numbers: 01-00012.
  number text not null unique
    generated always as ('01-' || lpad(serial::text, greatest(5, length(serial::text)), '0')) stored,
  name text not null,
  standing text not null check (standing in ('contract', 'trial', 'ended')),
  created_at timestamptz not null default now()
);

create table owners (
  merchant_id uuid not null references merchants,
  id uuid not null,
  email text not null unique,
  password_hash text not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, id)
);

create table api_keys (
  merchant_id uuid not null references merchants,
  id uuid not null,
  name text not null,
  key_hash bytea not null unique,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (merchant_id, id)
);

-- Numbers that a merchant hands out: products, orders. One row a name, raised in the transaction that uses it.
create table counters (
  merchant_id uuid not null references merchants,
  name text not null,
  value bigint not null,
  primary key (merchant_id, name)
);

create table connections (
  merchant_id uuid primary key references merchants,
  contract_id text not null,
  store_id text not null,
  terminal_id text not null,
  client_id text,
  client_secret_sealed bytea,
  enabled boolean not null,
  mode text not null check (mode in ('standard', 'assured')),
  -- Until when every change in Smaregi's stock was seen, notified or not; null: never.
  caught_up_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
-- C1: a contract + store + terminal belongs to at most one merchant.
create unique index connections_place on connections (contract_id, store_id, terminal_id);

create table products (
  merchant_id uuid not null references merchants,
  id uuid not null,
  serial int not null,
  product_code text,
  name text not null,
  price int not null check (price between 0 and 99999999),
  tax_rate int not null check (tax_rate in (8, 10)),
  published boolean not null,
  variation_pattern text not null check (variation_pattern in ('none', 'pattern1', 'pattern2')),
  questions jsonb not null default '[]',
  last_variation_serial int not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, serial)
);
create unique index products_code on products (merchant_id, product_code) where deleted_at is null;
create index products_newest on products (merchant_id, serial desc) where deleted_at is null;

create table variations (
  merchant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  serial int not null,
  system_product_number text not null,
  position int not null,
  name text not null,
  product_code text,
  jan_code text,
  price int check (price between 0 and 99999999),
  stock_managed boolean not null,
  quantity int check (quantity between 0 and 999999),
  smaregi_product_id text,
  reading_began_at timestamptz,
  synced_at timestamptz,
  sync_failed_at timestamptz,
  sync_error text,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, system_product_number),
  foreign key (merchant_id, product_id) references products (merchant_id, id),
  -- U3: without the flag there is no quantity.
  check (stock_managed or quantity is null)
) with (fillfactor = 80);
create index variations_of_product on variations (merchant_id, product_id);
create index variations_synced on variations (merchant_id, smaregi_product_id)
  where smaregi_product_id is not null and stock_managed and deleted_at is null;

-- The ledger: every change of a quantity, without exception.
create table movements (
  merchant_id uuid not null,
  id bigint generated always as identity,
  variation_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  cause text not null,
  change int not null,
  quantity int,
  reading bigint,
  pending int,
  order_id uuid,
  notification_id uuid,
  actor text not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, variation_id) references variations (merchant_id, id)
);
create index movements_of_variation on movements (merchant_id, variation_id, id desc);

-- What happened to a product that is no change of a quantity: registered, changed, deleted.
create table product_events (
  merchant_id uuid not null,
  id bigint generated always as identity,
  product_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  event text not null,
  actor text not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, product_id) references products (merchant_id, id)
);
create index product_events_of_product on product_events (merchant_id, product_id, id desc);

create table orders (
  merchant_id uuid not null references merchants,
  id uuid not null,
  serial bigint not null,
  number text not null,
  kind text not null check (kind in ('normal', 'preorder', 'proxy', 'subscription', 'membershipFee')),
  status text not null check (status in ('new', 'paid', 'preparing', 'shipped', 'cancelled')),
  money jsonb not null,
  customer jsonb,
  placed_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, id),
  unique (merchant_id, serial)
);

-- What was ordered, as it was named, priced and linked at that moment: readable after the product is gone.
create table order_lines (
  merchant_id uuid not null,
  order_id uuid not null,
  position int not null,
  variation_id uuid not null,
  product_name text not null,
  variation_name text not null,
  product_code text,
  system_product_number text not null,
  smaregi_product_id text,
  unit_price int not null,
  tax_rate int not null,
  quantity int not null check (quantity between 1 and 999999),
  answers jsonb,
  primary key (merchant_id, order_id, position),
  foreign key (merchant_id, order_id) references orders (merchant_id, id),
  foreign key (merchant_id, variation_id) references variations (merchant_id, id)
);
create index order_lines_of_variation on order_lines (merchant_id, variation_id);

create table order_log (
  merchant_id uuid not null,
  id bigint generated always as identity,
  order_id uuid not null,
  at timestamptz not null default clock_timestamp(),
  event text not null,
  message text not null,
  transaction_id text,
  actor text not null,
  primary key (merchant_id, id),
  foreign key (merchant_id, order_id) references orders (merchant_id, id)
);
create index order_log_of_order on order_log (merchant_id, order_id, id);

create table idempotency_keys (
  merchant_id uuid not null references merchants,
  key text not null,
  request_hash bytea not null,
  order_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, key)
);

-- What has to be done in Smaregi for an order: register, cancel; numbered within the order.
create table operations (
  merchant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  seq int not null,
  kind text not null check (kind in ('register', 'cancel')),
  state text not null check (state in ('waiting', 'sending', 'unclear', 'done', 'failed', 'dropped')),
  sale jsonb,
  cancels_id uuid,
  contract_id text,
  store_id text,
  terminal_id text,
  terminal_tran_id text,
  terminal_tran_at timestamptz,
  transaction_uuid text,
  transaction_id text,
  attempts int not null default 0,
  looks int not null default 0,
  sent_at timestamptz,
  answered_at timestamptz,
  retry_at timestamptz,
  done_at timestamptz,
  reported boolean not null default false,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id),
  unique (merchant_id, order_id, seq),
  foreign key (merchant_id, order_id) references orders (merchant_id, id),
  check ((kind = 'register') = (sale is not null)),
  check ((kind = 'cancel') = (cancels_id is not null))
) with (fillfactor = 70);
create index operations_outstanding on operations (merchant_id, id)
  where state in ('waiting', 'sending', 'unclear');

-- What an operation does to the stock of a Smaregi product: a register takes, a cancel gives back.
-- done_at stays null until Smaregi has confirmed it; the rows of a failed or dropped operation go.
create table operation_stock (
  merchant_id uuid not null,
  operation_id uuid not null,
  smaregi_product_id text not null,
  change int not null,
  done_at timestamptz,
  primary key (merchant_id, operation_id, smaregi_product_id),
  foreign key (merchant_id, operation_id) references operations (merchant_id, id)
) with (fillfactor = 70);
create index operation_stock_of_product on operation_stock (merchant_id, smaregi_product_id, done_at);

create sequence terminal_tran_ids as bigint minvalue 1 maxvalue 9999999999 cycle;

create table notifications (
  id uuid primary key,
  contract_id text not null,
  event_id text not null,
  event text not null,
  action text not null,
  body jsonb not null,
  received_at timestamptz not null default clock_timestamp()
);
create unique index notifications_once on notifications (contract_id, event_id, md5(body::text));
create index notifications_received on notifications (received_at);

-- Smaregi product IDs that wait to be read. A hundred notifications for one product are one row.
-- A new version for each time one is asked for: only what was read is taken away.
create sequence signal_versions;
create table signals (
  merchant_id uuid not null references merchants,
  smaregi_product_id text not null,
  version bigint not null default nextval('signal_versions'),
  asked_at timestamptz not null default clock_timestamp(),
  cause text not null,
  notification_id uuid,
  notified_at timestamptz,
  retry_at timestamptz,
  attempts int not null default 0,
  primary key (merchant_id, smaregi_product_id)
) with (fillfactor = 70);

-- Notification to stored quantity, one row a reading (B9).
create table sync_latencies (
  merchant_id uuid not null references merchants,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  milliseconds int not null,
  primary key (merchant_id, id)
);
create index sync_latencies_at on sync_latencies (merchant_id, at);

create table integration_log (
  merchant_id uuid not null references merchants,
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  call text not null check (call in ('stockList', 'transactionRegister', 'transactionCancel')),
  order_id uuid,
  operation_id uuid,
  variation_id uuid,
  smaregi_product_id text,
  status int,
  reason text not null,
  state text not null check (state in ('open', 'repaired', 'handled')),
  settled_at timestamptz,
  primary key (merchant_id, id)
);
create index integration_log_open on integration_log (merchant_id, id desc) where state = 'open';
create index integration_log_of_variation on integration_log (merchant_id, variation_id) where state = 'open';
create index integration_log_of_operation on integration_log (merchant_id, operation_id);

-- Until when the next call of a contract has to wait: shared by all processes.
create table smaregi_pace (
  contract_id text not null,
  kind text not null check (kind in ('read', 'write')),
  next_at timestamptz not null,
  primary key (contract_id, kind)
) with (fillfactor = 50);
