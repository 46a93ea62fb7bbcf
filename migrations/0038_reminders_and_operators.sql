-- What lasts is told of again: from when that is counted, and how often it was.
alter table incidents add column remind_from timestamptz;
alter table incidents add column reminded int not null default 0;
update incidents set remind_from = opened_at where state = 'open';

-- What is wrong with the operation itself, for operators: of each cause one row while it lasts.
create table operator_incidents (
  cause text primary key,
  since timestamptz not null,
  -- When a mail last told of it; null: none did yet.
  mailed_at timestamptz,
  well_since timestamptz
);
