-- 商品一括登録 and 商品一括変更: a file, what became of each of its rows, and where its work stands.
create table bulk_jobs (
  merchant_id uuid not null references merchants,
  id uuid not null,
  kind text not null check (kind in ('register', 'change')),
  -- receiving: its file is not safe yet, nobody was told of it.
  state text not null check (state in ('receiving', 'waiting', 'running', 'done', 'failed')),
  on_error text not null check (on_error in ('skip', 'stop')),
  dry_run boolean not null,
  encoding text check (encoding in ('utf8', 'cp932')),
  header jsonb,
  -- Rows of the file without its header; how many of them have been dealt with: where it goes on after a kill.
  rows int not null default 0,
  next_row int not null default 0,
  done int not null default 0,
  failed int not null default 0,
  stopped_at int,
  reason jsonb,
  actor text not null,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id)
);
create index bulk_jobs_open on bulk_jobs (merchant_id, id) where state in ('waiting', 'running');

create table bulk_job_chunks (
  merchant_id uuid not null,
  job_id uuid not null,
  seq int not null,
  bytes bytea not null,
  primary key (merchant_id, job_id, seq),
  foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade
);

-- The rows that were refused, as they were sent, and why.
create table bulk_job_errors (
  merchant_id uuid not null,
  job_id uuid not null,
  row_number int not null,
  problems jsonb not null,
  cells jsonb not null,
  primary key (merchant_id, job_id, row_number),
  foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade
);

-- Names that a file gives away (a dry run writes no product that could hold them).
create table bulk_job_codes (
  merchant_id uuid not null,
  job_id uuid not null,
  product_code text not null,
  primary key (merchant_id, job_id, product_code),
  foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade
);

-- The Smaregi products of its rows: asked for together, once the file is through.
create table bulk_job_links (
  merchant_id uuid not null,
  job_id uuid not null,
  smaregi_product_id text not null,
  primary key (merchant_id, job_id, smaregi_product_id),
  foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade
);

-- 予約注文: when its goods come out. 代理注文: who entered it for the buyer.
alter table orders add column release_on date;
alter table orders add column entered_by text;
-- How the order stands in Smaregi, as its operations tell: kept here to be searched for.
alter table orders add column link_state text not null default 'off'
  check (link_state in ('off', 'sending', 'registered', 'cancelled', 'failed'));
alter table orders add column transaction_id text;

update orders o set
  link_state = case
    when step.last_state is null then case when step.steps > 0 then 'cancelled' else 'off' end
    when step.told then 'failed'
    when step.open then 'sending'
    when step.last_state = 'failed' then 'failed'
    when step.last_kind = 'register' then 'registered'
    else 'cancelled' end,
  transaction_id = step.transaction_id
from (
  select merchant_id, order_id, count(*) as steps,
    bool_or(state = 'unclear' and reported) as told,
    bool_or(state in ('waiting', 'sending', 'unclear')) as open,
    (array_agg(state order by seq desc) filter (where state <> 'dropped'))[1] as last_state,
    (array_agg(kind order by seq desc) filter (where state <> 'dropped'))[1] as last_kind,
    (array_agg(transaction_id order by seq desc)
      filter (where state <> 'dropped' and transaction_id is not null))[1] as transaction_id
  from operations group by merchant_id, order_id
) step
where step.merchant_id = o.merchant_id and step.order_id = o.id;

create unique index orders_number on orders (merchant_id, number);
create index orders_by_status on orders (merchant_id, status, serial desc);
create index orders_by_kind on orders (merchant_id, kind, serial desc);
create index orders_by_link on orders (merchant_id, link_state, serial desc);
create index orders_by_date on orders (merchant_id, created_at);

-- What was asked when it was ordered (pattern 2): readable after the product asks something else.
alter table order_lines add column questions jsonb;

-- A variation may be taxed otherwise than its product; null: as the product.
alter table variations add column tax_rate int check (tax_rate in (8, 10));
-- Products and variations are found by the codes that a file names.
create index variations_code on variations (merchant_id, product_code)
  where product_code is not null and deleted_at is null;
