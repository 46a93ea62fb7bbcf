-- Which payment methods of orders Smaregi is told as what: `name` is the order's, `smaregi` is cash, credit or the ID of one of
-- Smaregi's. None: every order is told as credit, as before.
alter table connections add column payment_methods jsonb not null default '[]';
