-- A change of the connection asks for a 差異チェック in its own transaction: why, until one is begun.
alter table connections add column compare_asked text check (compare_asked in ('switchedOn', 'placeChanged'));
create index connections_compare_asked on connections (merchant_id) where compare_asked is not null;

-- So far Smaregi's clock is ahead of the database's, as its last answers told; null: not known yet.
alter table connections add column clock_ahead_ms int;
