-- Which opening of the mirror this is: what is read for one is not written into another, be it of the same contract once more.
-- Null: opened before there was this column.
alter table smaregi_catalogs add column opening uuid;
