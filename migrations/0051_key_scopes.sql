-- What a key may do, until when, and from where it was last used. Keys of before may do what they could.
alter table api_keys add column scopes text[] not null default '{everything}'
  check (scopes <@ '{read,products,orders,connection,everything}' and scopes <> '{}');
alter table api_keys add column expires_at timestamptz;
alter table api_keys add column last_used_from text;
