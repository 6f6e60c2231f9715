-- grain: one row for the whole of the data
-- The file covers every day before the day of the export, where that is known; else up to the last order's day.

create or replace table shop.fresh_data_window as
select
  min(ordered_on) as first_day,
  greatest(
    max(ordered_on),
    coalesce(getvariable('p_exported_on')::date - 1, max(ordered_on))
  )::date as last_day,
  getvariable('p_exported_on')::date as exported_on
from shop.fresh_orders;
