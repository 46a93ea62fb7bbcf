-- Since when a merchant's contract has ended: what its people may still read hangs on it.
alter table merchants add column ended_at timestamptz;
update merchants set ended_at = clock_timestamp() where standing = 'ended';
alter table merchants add constraint merchants_ended check ((standing = 'ended') = (ended_at is not null));

-- Buyers choose their keys without a sign-in: a key of theirs is never one of the merchant's.
alter table idempotency_keys add column chosen_by text not null default 'merchant'
  check (chosen_by in ('merchant', 'buyer'));
alter table idempotency_keys drop constraint idempotency_keys_pkey;
alter table idempotency_keys add primary key (merchant_id, chosen_by, key);

-- An address may have an account at several merchants: who adds one learns nothing of the others.
alter table accounts drop constraint accounts_email;
alter table accounts add constraint accounts_email unique (merchant_id, email);
create index accounts_by_email on accounts (email);
