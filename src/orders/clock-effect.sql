-- Orders that fall on another day on the shop's clock; run only after clock.sql.
-- grain: one row

select
  (count(distinct coalesce(order_key, ' row ' || rowid::varchar)) filter (where is_other_day))::integer as orders,
  (count(*) filter (where is_other_day))::integer as rows
from staging.lines
order by orders;
