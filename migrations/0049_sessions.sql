-- Somebody's own sessions are listed for them: from where and by which browser each was last used.
alter table sessions add column address text;
alter table sessions add column browser text;
-- When its holder last showed who they are: what gives others access asks for that anew after a while.
alter table sessions add column confirmed_at timestamptz;
update sessions set confirmed_at = created_at;
alter table sessions alter column confirmed_at set not null;
alter table sessions alter column confirmed_at set default clock_timestamp();
