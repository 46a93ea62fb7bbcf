-- Events out: a row in the transaction of what happened. Its number comes once it is committed, so that whoever reads by number misses none.
-- No foreign key: an order would touch its merchant's row for it.
create table outbox (
  merchant_id uuid not null,
  id bigint generated always as identity,
  type text not null,
  thing uuid not null,
  data jsonb not null,
  at timestamptz not null default clock_timestamp(),
  seq bigint
);
create unique index outbox_seq on outbox (merchant_id, seq) where seq is not null;
create index outbox_unnumbered on outbox (merchant_id, id) where seq is null;

create table outbox_heads (
  merchant_id uuid primary key references merchants (id),
  last_seq bigint not null default 0
);

-- Whom events go to: an endpoint of another system, or a channel by which people are told.
create table receivers (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  purpose text not null check (purpose in ('endpoint', 'notice')),
  kind text not null check (kind in ('webhook', 'mail', 'slack', 'chatwork', 'discord', 'googleChat', 'lineWorks')),
  target_sealed bytea not null,
  -- What people see of it: all of a mail address, the last four letters of what is a secret.
  target_shown text not null,
  secret_sealed bytea,
  events text[] not null,
  -- Hours of Japan, "22:00"; null: none.
  quiet_from text,
  quiet_until text,
  state text not null default 'on' check (state in ('on', 'off')),
  off_why text check (off_why in ('gone', 'refused', 'givenUp')),
  -- In a row, since the last that went through.
  failures int not null default 0,
  refusals int not null default 0,
  paused_until timestamptz,
  -- Every event up to here has its delivery, if it asks for one.
  fanned_seq bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  deleted_at timestamptz,
  primary key (merchant_id, id)
);

create table deliveries (
  merchant_id uuid not null,
  id uuid not null,
  receiver_id uuid not null,
  seq bigint not null,
  event_id bigint not null,
  type text not null,
  thing uuid not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  next_at timestamptz not null,
  attempts int not null default 0,
  tries jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id),
  unique (merchant_id, receiver_id, seq),
  foreign key (merchant_id, receiver_id) references receivers (merchant_id, id)
);
create index deliveries_waiting on deliveries (merchant_id, receiver_id, seq) where state = 'waiting';
create index deliveries_thing on deliveries (merchant_id, thing);
