-- 2段階認証: a secret that an app on somebody's phone shares, and what stands in where the phone is lost.
alter table accounts add column second_step_sealed bytea;
-- Since when a code is asked for; null: it is not set up, or not yet.
alter table accounts add column second_step_at timestamptz;
-- The half minute of the last code that was taken: each is good once.
alter table accounts add column second_step_used bigint;
alter table accounts add constraint accounts_second_step check (second_step_at is null or second_step_sealed is not null);

create table recovery_codes (
  merchant_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (merchant_id, account_id, code_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);

-- Whether everybody who signs in to this merchant's console needs one.
alter table merchants add column second_step_demanded boolean not null default false;
