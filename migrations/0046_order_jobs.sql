-- One press for many orders (受注の一括操作): what is to be done, and what became of each.
create table order_jobs (
  merchant_id uuid not null references merchants,
  -- Chosen by who presses: pressed twice, it is one job.
  id uuid not null,
  action jsonb not null,
  actor text not null,
  state text not null default 'waiting' check (state in ('waiting', 'done')),
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id)
);
create index order_jobs_open on order_jobs (merchant_id) where state = 'waiting';

create table order_job_items (
  merchant_id uuid not null,
  job_id uuid not null,
  nth int not null,
  -- Null: a row of a file that belongs to no order.
  order_id uuid,
  -- How people call it: the order's number, or what the file's row says.
  label text not null,
  -- What is done to this order alone; null: the job's action.
  action jsonb,
  -- Null: its turn is still to come. `same`: there was nothing to do.
  outcome text check (outcome in ('done', 'same', 'refused')),
  reason jsonb,
  primary key (merchant_id, job_id, nth)
);
create index order_job_items_open on order_job_items (merchant_id, job_id, nth) where outcome is null;
-- distribute: order_jobs
-- distribute: order_job_items
alter table order_job_items add foreign key (merchant_id, job_id) references order_jobs (merchant_id, id) on delete cascade;
