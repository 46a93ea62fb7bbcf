-- What a change of the connection would do, as somebody saw it before saving: those that fall to 0 are not asked about again (P3).
create table connection_previews (
  merchant_id uuid not null references merchants (id),
  id uuid not null,
  contract_id text not null,
  store_id text not null,
  terminal_id text not null,
  to_zero text[] not null,
  made_by text not null,
  made_at timestamptz not null default clock_timestamp(),
  confirmed_at timestamptz,
  primary key (merchant_id, id)
);
