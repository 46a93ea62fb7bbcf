-- What Smaregi answered to a call whose outcome is looked for: the failure that may come of it names it (F1).
alter table operations add column answered_status smallint;
