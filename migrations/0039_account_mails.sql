-- Mails to people about their own accounts: invitations, sign-in links, lock-outs.
create table account_mails (
  merchant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('invitation', 'link', 'lockedOut')),
  -- The link that only this mail may tell; forgotten once it is sent or given up.
  link_sealed bytea,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  next_at timestamptz not null default clock_timestamp(),
  -- When it was first tried, and what the mail server said last.
  tried_at timestamptz,
  error text,
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, account_id) references accounts (merchant_id, id) on delete cascade
);
create index account_mails_waiting on account_mails (next_at) where state = 'waiting';
create index account_mails_account on account_mails (merchant_id, account_id, id);
