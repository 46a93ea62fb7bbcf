-- 監査ログ: who changed what may be done here, and who came in. Only ever added to; no secret stands in it.
create table audit_log (
  merchant_id uuid not null references merchants (id),
  id bigint generated always as identity,
  at timestamptz not null default clock_timestamp(),
  event text not null,
  actor text not null,
  -- Where the request came from; null: the operator's command line, or the product itself.
  address text,
  -- What it is about, by name.
  subject text,
  before jsonb,
  after jsonb,
  primary key (merchant_id, id)
);
