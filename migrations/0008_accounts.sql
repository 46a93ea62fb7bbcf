-- 加盟店スタッフ: who may sign in to the console, and as what.
alter table owners rename to accounts;
alter table accounts rename constraint owners_pkey to accounts_pkey;
alter table accounts rename constraint owners_email_key to accounts_email;
alter table accounts add column name text not null default '管理者';
alter table accounts alter column name drop default;
alter table accounts add column role text not null default 'owner' check (role in ('owner', 'manager', 'staff'));
alter table accounts alter column role drop default;
-- null: it was opened by a link and has no password yet.
alter table accounts alter column password_hash drop not null;
alter table accounts add column disabled_at timestamptz;
alter table accounts add column last_sign_in_at timestamptz;
update accounts set email = lower(email);
alter table accounts add constraint accounts_email_lower check (email = lower(email));

-- Who is signed in. Only a hash of the cookie's token is kept.
create table sessions (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null unique,
  -- Opened by a sign-in link: its holder may set a password without knowing the old one.
  by_link boolean not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);
create index sessions_of_account on sessions (merchant_id, account_id);
create index sessions_used on sessions (used_at);

-- Links that sign in once.
create table sign_in_links (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null unique,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);
create index sign_in_links_of_account on sign_in_links (merchant_id, account_id);

-- Attempts to sign in with a password that did not succeed (yet), by address and by caller: known before the merchant is.
create table sign_in_attempts (
  id bigint generated always as identity primary key,
  email text not null,
  ip text not null,
  at timestamptz not null default clock_timestamp()
);
create index sign_in_attempts_email on sign_in_attempts (email, at);
create index sign_in_attempts_ip on sign_in_attempts (ip, at);
create index sign_in_attempts_at on sign_in_attempts (at);

-- To the minute: nobody waits for it.
alter table api_keys add column last_used_at timestamptz;
