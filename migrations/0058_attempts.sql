-- An entry of スマレジ連携ログ stays where it is, with its time; each further attempt has its own: `tried_at`, the last one's,
-- and in `tries` what the earlier ones met (`at`, `fact`), oldest first.
alter table integration_log add column tried_at timestamptz;
alter table integration_log add column tries jsonb not null default '[]';
