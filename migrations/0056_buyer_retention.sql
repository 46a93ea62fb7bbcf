-- 個人情報の保存期間: so many days after an order was finished and last changed, its buyer is erased; null: by hand only.
alter table merchants add column buyers_kept_days int check (buyers_kept_days between 30 and 3660);
-- When that was last done to its end.
alter table merchants add column buyers_erased_at timestamptz;
