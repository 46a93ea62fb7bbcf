-- Failures that belong together, told of once (P9).
create table incidents (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  cause text not null,
  -- What of: empty where the cause is the merchant's as a whole.
  scope text not null default '',
  state text not null check (state in ('brewing', 'open', 'closed')),
  since timestamptz not null,
  opened_at timestamptz,
  well_since timestamptz,
  closed_at timestamptz,
  -- The most at once.
  orders int not null default 0,
  variations int not null default 0,
  -- Whether its opening was told since it was last closed: one that comes back within the hour is not told of again.
  told boolean not null default false,
  look_at timestamptz,
  primary key (merchant_id, id)
);
create unique index incidents_live on incidents (merchant_id, cause, scope) where state <> 'closed';
create index incidents_look on incidents (look_at) where look_at is not null;
create index incidents_closed on incidents (merchant_id, closed_at) where state = 'closed';
