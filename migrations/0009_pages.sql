-- What the console's pages show beyond what was kept so far.

-- 差異チェック: how much there is to check, once that is known: for its progress.
alter table reconciliations add column products_to_check int;
alter table reconciliations add column orders_to_check int;

-- What a dry run would change: the first rows of its file, with old and new values.
create table bulk_job_changes (
  merchant_id uuid not null,
  job_id uuid not null,
  row_number int not null,
  action text not null check (action in ('register', 'change', 'delete')),
  product_name text not null,
  system_product_number text,
  changes jsonb not null,
  primary key (merchant_id, job_id, row_number),
  foreign key (merchant_id, job_id) references bulk_jobs (merchant_id, id) on delete cascade
);
