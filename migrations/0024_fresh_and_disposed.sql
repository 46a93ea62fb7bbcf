-- What somebody waits for is read before what bulk work left: found among a hundred thousand signals between two of its pages.
create index signals_fresh on signals (merchant_id)
  where notified_at is not null or cause in ('productSaved', 'orderChanged', 'orderConfirmed', 'askedAgain');

-- 取引打消取消: a sale whose cancellation is refused is taken back by a minus transaction of today, where a person says so.
alter table transactions add column disposes boolean not null default false;
