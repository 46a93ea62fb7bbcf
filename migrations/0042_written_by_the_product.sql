-- An order's search is written by the statement that writes the order: a table with a trigger can't be distributed, and a function
-- that takes a table's row is not known to its shards.
drop trigger search_insert on orders;
drop trigger search_update on orders;
drop function search_order();
drop function search_words(orders);
