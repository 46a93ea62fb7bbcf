-- The key that secrets are sealed with from now on, by its ID; null: none was chosen yet. One row: whoever seals holds it, so that
-- a change of the key waits for what is being sealed, and nothing is sealed with the earlier key after it.
create table sealing (
  one boolean primary key default true check (one),
  key_id text
);
insert into sealing default values;
