-- What Smaregi asked for by a 429, beside the calls' own moments: each is capped by its own purpose, should the clock be set back.
alter table smaregi_pace add column paused_until timestamptz;
