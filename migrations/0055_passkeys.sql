-- パスキー: public keys of devices that sign somebody in, instead of a password or after it. Nothing here is secret.
create table passkeys (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  -- The credential's own ID, as browsers name it.
  credential_id text not null unique,
  public_key bytea not null,
  -- How often the device says it signed; 0 where it does not count.
  counter bigint not null,
  name text not null,
  created_at timestamptz not null default clock_timestamp(),
  used_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);
create index passkeys_of_account on passkeys (merchant_id, account_id);

-- What a device is asked to sign: once, for one purpose, and for the session or the browser that asked for it.
create table passkey_challenges (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('add', 'confirm', 'signIn')),
  asker_hash bytea not null,
  address text,
  at timestamptz not null default clock_timestamp()
);
create index passkey_challenges_of_address on passkey_challenges (address, at);
create index passkey_challenges_at on passkey_challenges (at);
