-- 定期購入 and 会費: what is ordered again on every date.
create table plans (
  merchant_id uuid not null references merchants,
  id uuid not null,
  kind text not null check (kind in ('subscription', 'membershipFee')),
  state text not null check (state in ('active', 'paused', 'ended')),
  every_unit text not null check (every_unit in ('week', 'month')),
  every_count int not null check (every_count > 0),
  first_on date not null,
  ends_on date,
  lines jsonb not null,
  money jsonb not null,
  customer jsonb,
  -- The next date without an order; null once there is none.
  next_on date,
  retry_at timestamptz,
  problem jsonb,
  created_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id)
);
create index plans_due on plans (next_on) where state = 'active';

-- Each date of a plan once, with its order; null: passed over.
create table plan_orders (
  merchant_id uuid not null,
  plan_id uuid not null,
  due_on date not null,
  order_id uuid,
  at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, plan_id, due_on),
  foreign key (merchant_id, plan_id) references plans (merchant_id, id),
  foreign key (merchant_id, order_id) references orders (merchant_id, id)
);
