-- Orders of the last while, by address and by merchant: counted before anything is looked at. A crash may forget them.
create unlogged table order_counts (
  name text primary key,
  began_at timestamptz not null default clock_timestamp(),
  orders int not null default 1
) with (fillfactor = 50);
create index order_counts_began on order_counts (began_at);

-- What a buyer may order at once: the merchant's setting.
alter table merchants add column pieces_per_line int not null default 99 check (pieces_per_line between 1 and 999999);
alter table merchants add column pieces_per_order int not null default 300 check (pieces_per_order between 1 and 999999);

-- Browsers in which somebody signed in before: wrong passwords of others close no door to them.
create table known_devices (
  merchant_id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  used_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, account_id, token_hash),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);
create index known_devices_token on known_devices (token_hash);
create index known_devices_used on known_devices (used_at);

-- Wrong passwords count by account and caller: an address, or a known device.
alter table sign_in_attempts rename column ip to caller;
drop index sign_in_attempts_email;
alter index sign_in_attempts_ip rename to sign_in_attempts_caller;
