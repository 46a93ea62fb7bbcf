-- How many of the rows that were taken delete something. 0: also of files that were checked before there was this column.
alter table bulk_jobs add column deletes int not null default 0;
