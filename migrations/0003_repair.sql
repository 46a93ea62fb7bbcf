-- The merchant asked for this step to be sent once more where Smaregi does not have it.
alter table operations add column resend boolean not null default false;
create index integration_log_of_order on integration_log (merchant_id, order_id) where state = 'open';
