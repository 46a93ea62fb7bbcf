-- The order link as rows (docs/decisions/order-link.md): an order says which sale should stand in Smaregi, one row a transaction
-- says what stands there, or may.

create table transactions (
  merchant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  sale jsonb not null,
  sale_key text not null,
  state text not null check (state in
    ('planned', 'sending', 'unclear', 'standing', 'cancelling', 'cancelUnclear', 'gone')),
  -- Where it was sent to, and its keys there: they stay together for ever.
  contract_id text,
  store_id text,
  terminal_id text,
  terminal_tran_id text,
  terminal_tran_at timestamptz,
  transaction_uuid text,
  transaction_id text,
  registers int not null default 0,
  cancels int not null default 0,
  sent_at timestamptz,
  retry_at timestamptz,
  retry_from timestamptz,
  halt text check (halt in ('registerFailed', 'cancelFailed', 'cancelRefused', 'otherContract')),
  again boolean not null default false,
  refused boolean not null default false,
  looks int not null default 0,
  reported boolean not null default false,
  error text,
  status smallint,
  created_at timestamptz not null default clock_timestamp(),
  settled_at timestamptz,
  primary key (merchant_id, id),
  foreign key (merchant_id, order_id) references orders (merchant_id, id)
) with (fillfactor = 70);
create index transactions_of_order on transactions (merchant_id, order_id);
create index transactions_sent on transactions (merchant_id, terminal_tran_at) where terminal_tran_at is not null;

-- Which rows move a Smaregi product and are not settled, or were lately: what a reading may lack. Never the pieces: they are the sale's.
create table transaction_stock (
  merchant_id uuid not null,
  row_id uuid not null,
  smaregi_product_id text not null,
  settled_at timestamptz,
  primary key (merchant_id, row_id, smaregi_product_id),
  foreign key (merchant_id, row_id) references transactions (merchant_id, id)
) with (fillfactor = 70);
create index transaction_stock_of_product on transaction_stock (merchant_id, smaregi_product_id, settled_at);

alter table orders
  add column wanted_key text,
  add column follows text not null default 'off' check (follows in ('on', 'asked', 'off')),
  add column follows_why text check (follows_why in
    ('changedWhileOff', 'cancelledAtTill', 'transactionGone', 'takenWhileOff', 'handledByHand')),
  add column link_why text,
  add column counted boolean not null default false,
  add column uncounted_at timestamptz not null default clock_timestamp(),
  add column restless boolean not null default false,
  add column due_at timestamptz,
  add column due_from timestamptz;
create index orders_restless on orders (merchant_id, id) where restless;
create index orders_behind on orders (merchant_id, id) where follows <> 'on' and follows_why is not null or link_state = 'failed';

-- The number before it is clamped: pieces that come back to "-3" are not for sale.
alter table variations add column level int;
update variations set level = quantity where quantity is not null;
alter table variations add constraint variations_level
  check (case when level is null then quantity is null else coalesce(quantity = least(greatest(level, 0), 999999), false) end);

-- Each registration becomes a row, and what its cancellations came to is its state.
insert into transactions (merchant_id, id, order_id, sale, sale_key, state, contract_id, store_id, terminal_id, terminal_tran_id,
  terminal_tran_at, transaction_uuid, transaction_id, registers, cancels, sent_at, retry_at, retry_from, halt, again, looks,
  reported, error, status, created_at, settled_at)
select r.merchant_id, r.id, r.order_id, r.sale, r.id::text,
  case
    when r.state = 'done' and c.done then 'gone'
    when r.state = 'done' and c.out then 'cancelUnclear'
    when r.state = 'done' then 'standing'
    when r.state = 'waiting' then 'planned'
    when r.state in ('sending', 'unclear') then 'unclear'
    when r.state = 'failed' and not later.later and o.status <> 'cancelled' then 'planned'
    else 'gone' end,
  r.contract_id, r.store_id, r.terminal_id, r.terminal_tran_id, r.terminal_tran_at, r.transaction_uuid, r.transaction_id,
  r.attempts, coalesce(c.attempts, 0), coalesce(c.sent_at, r.sent_at), coalesce(c.retry_at, r.retry_at),
  case when coalesce(c.retry_at, r.retry_at) is not null then clock_timestamp() end,
  case
    when r.state = 'done' and c.failed and not c.done and not c.open then 'cancelRefused'
    when r.state = 'failed' and not later.later and o.status <> 'cancelled' then 'registerFailed' end,
  r.resend or coalesce(c.resend, false), 0, r.reported or coalesce(c.reported, false), coalesce(c.error, r.error),
  coalesce(c.answered_status, r.answered_status), r.created_at, coalesce(c.done_at, r.done_at)
from operations r
join orders o on o.merchant_id = r.merchant_id and o.id = r.order_id
cross join lateral (select exists (select 1 from operations x where x.merchant_id = r.merchant_id and x.order_id = r.order_id
  and x.kind = 'register' and x.seq > r.seq and x.state <> 'dropped') as later) later
left join lateral (
  select bool_or(x.state = 'done') as done, bool_or(x.state in ('sending', 'unclear')) as out,
    bool_or(x.state in ('waiting', 'sending', 'unclear')) as open, bool_or(x.state = 'failed') as failed,
    sum(x.attempts)::int as attempts, max(x.sent_at) as sent_at, max(x.done_at) as done_at, bool_or(x.resend) as resend,
    bool_or(x.reported) as reported,
    max(x.retry_at) filter (where x.state in ('waiting', 'unclear')) as retry_at,
    (array_agg(x.error order by x.seq desc))[1] as error,
    (array_agg(x.answered_status order by x.seq desc))[1] as answered_status
  from operations x where x.merchant_id = r.merchant_id and x.order_id = r.order_id and x.cancels_id = r.id and x.state <> 'dropped'
) c on true
where r.kind = 'register';

update transactions set sent_at = created_at where registers > 0 and sent_at is null;
update transactions set settled_at = created_at where state in ('standing', 'gone') and settled_at is null;

-- Nothing is sent before the worker starts: what stands as being sent was cut short.
update orders o set
  wanted_key = case when o.status = 'cancelled' then null else w.id::text end,
  follows = case when w.id is null and not w.any then 'off'
    when o.status <> 'cancelled' and (w.id is null or w.off) then 'asked'
    when o.status = 'cancelled' and w.off and w.stands then 'asked'
    else 'on' end,
  follows_why = case when w.id is null and not w.any then case when w.off then 'takenWhileOff' end
    when o.status <> 'cancelled' and (w.id is null or w.off) then 'changedWhileOff'
    when o.status = 'cancelled' and w.off and w.stands then 'changedWhileOff' end
from (
  select o.merchant_id, o.id as order_id, s.id, s.any, s.stands,
    exists (select 1 from order_log l where l.merchant_id = o.merchant_id and l.order_id = o.id and l.event = 'linkOff'
      and (s.created_at is null or l.at > s.created_at)) as off
  from orders o cross join lateral (
    select count(*) > 0 as any,
      (array_agg(r.id order by r.seq desc) filter (where r.state <> 'dropped'))[1] as id,
      max(r.created_at) as created_at,
      bool_or(t.state in ('standing', 'unclear', 'cancelUnclear')) as stands
    from operations r left join transactions t on t.merchant_id = r.merchant_id and t.id = r.id
    where r.merchant_id = o.merchant_id and r.order_id = o.id and r.kind = 'register') s
) w where w.merchant_id = o.merchant_id and w.order_id = o.id;

update orders o set
  counted = o.follows = 'on' and not t.halted,
  uncounted_at = coalesce(t.settled_at, o.created_at),
  link_why = case when o.follows = 'asked' then o.follows_why when t.halted then t.halt end,
  link_state = case when o.follows = 'asked' or t.halted then 'failed' else o.link_state end,
  restless = t.unknown or o.follows = 'on' and (t.unwanted or t.planned)
from (
  select o.merchant_id, o.id, coalesce(bool_or(t.halt is not null and t.state <> 'gone'), false) as halted,
    max(t.halt) filter (where t.state <> 'gone') as halt, max(t.settled_at) as settled_at,
    coalesce(bool_or(t.state in ('unclear', 'cancelUnclear')), false) as unknown,
    coalesce(bool_or(t.state <> 'gone' and t.halt is null and t.sale_key is distinct from o.wanted_key), false) as unwanted,
    coalesce(bool_or(t.state = 'planned' and t.halt is null), false) as planned
  from orders o left join transactions t on t.merchant_id = o.merchant_id and t.order_id = o.id
  group by o.merchant_id, o.id
) t where t.merchant_id = o.merchant_id and t.id = o.id;

insert into transaction_stock (merchant_id, row_id, smaregi_product_id, settled_at)
select distinct t.merchant_id, t.id, line ->> 'smaregiProductId', case when t.state in ('standing', 'gone') then t.settled_at end
from transactions t cross join lateral jsonb_array_elements(t.sale -> 'lines') line
where line ->> 'smaregiProductId' is not null
  and (t.state not in ('standing', 'gone') or t.settled_at > now() - interval '1 hour');

-- Every synced number is read once more under the new rules.
insert into signals (merchant_id, smaregi_product_id, cause)
select distinct v.merchant_id, v.smaregi_product_id, 'askedAgain'
from variations v
join connections c on c.merchant_id = v.merchant_id and c.enabled
join merchants m on m.id = v.merchant_id and m.standing <> 'ended'
where v.smaregi_product_id is not null and v.stock_managed and v.deleted_at is null
on conflict do nothing;

alter table integration_log rename column operation_id to row_id;
alter index integration_log_of_operation rename to integration_log_of_row;
-- A cancellation's failure is its transaction's.
update integration_log l set row_id = o.cancels_id from operations o
where o.merchant_id = l.merchant_id and o.id = l.row_id and o.cancels_id is not null;
alter table differences rename column operation_id to row_id;
update differences d set row_id = o.cancels_id from operations o
where o.merchant_id = d.merchant_id and o.id = d.row_id and o.cancels_id is not null;

-- The old tables stay one release, unread.
alter table operations rename to operations_before;
alter table operation_stock rename to operation_stock_before;
drop trigger tell_insert on operations_before;
drop trigger tell_update on operations_before;
create trigger tell_insert after insert on transactions referencing new table as changed
  for each statement execute function tell_changed('link');
create trigger tell_update after update on transactions referencing new table as changed
  for each statement execute function tell_changed('link');
