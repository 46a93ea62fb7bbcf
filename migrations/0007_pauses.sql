-- Contracts whose Smaregi does not answer: asked now and then whether it does again, and spared meanwhile.
create table smaregi_pauses (
  contract_id text primary key,
  since timestamptz not null default clock_timestamp(),
  probe_at timestamptz not null,
  probes int not null default 0,
  reason text not null
);
