-- The trace (W3C's traceparent) that what waits belongs to, so that later work joins it, also after a restart. Null: tracing was off.
alter table notifications add column trace text;
alter table orders add column trace text;
