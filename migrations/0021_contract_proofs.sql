-- A contract belongs to who proves it (P8). Several merchants may prove one, each for itself.
create table contract_proofs (
  merchant_id uuid not null references merchants,
  contract_id text not null,
  -- Signed in at Smaregi, by the merchant's own app, or by the operator's word.
  way text not null check (way in ('signIn', 'ownApp', 'operator')),
  proven_by text not null,
  proven_at timestamptz not null default clock_timestamp(),
  -- Who signed in, by Smaregi's own ID.
  smaregi_user text,
  primary key (merchant_id, contract_id)
);
-- What was connected so far counts as the operator's word.
insert into contract_proofs (merchant_id, contract_id, way, proven_by)
select merchant_id, contract_id, 'operator', 'migration' from connections;

-- Attempts at a proof: they are counted; one to sign in is bound to the session that began it, and is used once.
create table proof_attempts (
  merchant_id uuid not null references merchants,
  id uuid not null,
  way text not null check (way in ('signIn', 'ownApp')),
  at timestamptz not null default clock_timestamp(),
  session_id uuid,
  state_hash bytea unique,
  verifier_sealed bytea,
  redirect_uri text,
  used_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, session_id) references sessions (merchant_id, id) on delete cascade,
  check (way = 'ownApp' or
    (session_id is not null and state_hash is not null and verifier_sealed is not null and redirect_uri is not null))
);
create index proof_attempts_at on proof_attempts (merchant_id, at);
create index proof_attempts_of_session on proof_attempts (merchant_id, session_id) where session_id is not null;

-- Why the switch went off without the merchant: the proof was revoked, or Smaregi ended the app's use.
alter table connections add column stopped_why text
  check (stopped_why in ('proofRevoked', 'appEnded', 'appForceStopped'));
alter table connections add column stopped_at timestamptz;
-- What a notification said of the app's use, when Smaregi itself is asked whether it is so, and when it was last asked.
alter table connections add column told_end text check (told_end in ('appEnded', 'appForceStopped'));
alter table connections add column ask_end_at timestamptz;
alter table connections add column asked_end_at timestamptz;
create index connections_ask_end on connections (ask_end_at) where ask_end_at is not null;

create trigger tell_insert after insert on contract_proofs
  referencing new table as changed for each statement execute function tell_changed('connection');
create trigger tell_update after update on contract_proofs
  referencing new table as changed for each statement execute function tell_changed('connection');
create trigger tell_delete after delete on contract_proofs
  referencing old table as changed for each statement execute function tell_changed('connection');
