-- Open pages are told of a change by the process that made it, after its commit and gathered: a NOTIFY in a transaction makes
-- all that notify commit one after the other, over the whole database.
do $$
declare
  one record;
begin
  for one in select tgname, tgrelid::regclass as place from pg_trigger where not tgisinternal and tgname ~ '^tell_' loop
    execute format('drop trigger %I on %s', one.tgname, one.place);
  end loop;
end $$;
drop function tell_changed();
drop function tell_products();
drop function tell_variations();
drop function tell_signals();
drop function tell_pauses();
drop function tell_merchants();
drop function tell(uuid, text, uuid[]);
