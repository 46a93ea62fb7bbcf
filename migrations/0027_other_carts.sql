-- Files of other carts: how a file's columns are read, and what a merchant chose for files with such headings before.
alter table bulk_jobs add column mapping jsonb;

create table bulk_mappings (
  merchant_id uuid not null references merchants (id) on delete cascade,
  -- A digest of the headings, as they are compared.
  headings text not null,
  mapping jsonb not null,
  used_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, headings)
);
