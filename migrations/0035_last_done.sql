-- When work that comes by itself was last done to its end, for whoever watches: what no longer comes is seen.
create table last_done (
  name text primary key,
  at timestamptz not null
);
