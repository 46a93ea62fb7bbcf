-- 監査ログ is only ever added to: whoever reaches the database as we do changes and deletes nothing of it. A distributed table has no
-- triggers; there the right to is given away (`musubi distribute`).
create function audit_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;
do $$
begin
  if to_regclass('pg_dist_partition') is not null then
    if exists (select from pg_dist_partition where logicalrelid = 'audit_log'::regclass) then
      revoke update, delete, truncate on audit_log from current_user;
      return;
    end if;
  end if;
  create trigger audit_stays before update or delete or truncate on audit_log
    for each statement execute function audit_stays();
end $$;

-- An employee's day is looked for.
create index audit_log_at on audit_log (merchant_id, at);
