-- grain: one row for the whole of the data
-- The file covers every day before the day of the export, where that is known; else up to the last order's day.

-- A refund that counts covers its day as an order does, at its own date even where it was taken off an order.

create or replace table shop.fresh_data_window as
with days as (
  select
    (select min(ordered_on) from shop.fresh_orders) as first_ordered_on,
    (select max(ordered_on) from shop.fresh_orders) as last_ordered_on,
    (select max(refunded_at)::date from staging.refund_rows) as last_refunded_on
)
select
  first_ordered_on as first_day,
  -- `greatest` passes over what is null
  greatest(
    last_ordered_on,
    last_refunded_on,
    getvariable('p_exported_on')::date - 1
  )::date as last_day,
  getvariable('p_exported_on')::date as exported_on
from days;
