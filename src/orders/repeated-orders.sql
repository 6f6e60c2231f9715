-- Order numbers that several customers have, or that come back after more than a month: numbers that start anew each
-- year, or each shop's own. Refunds under the order's number come later as well and do not count here.
-- grain: one row; an example is the first such number

with numbered as (
  select
    order_key,
    min(hash(customer_key)) <> max(hash(customer_key)) as has_several_customers,
    max(ordered_at) - min(ordered_at) > interval 31 day as comes_back
  from staging.lines
  where order_key is not null
    and amount > 0
    -- days that are judged unreadable, `infinity` among them, cannot be subtracted
    and ordered_at >= timestamp '1970-01-01'
    and ordered_at < timestamp '2100-01-01'
  group by order_key
)
select
  (count(*) filter (where has_several_customers))::integer as of_several,
  (min(order_key) filter (where has_several_customers)) as several_example,
  (count(*) filter (where comes_back and not has_several_customers))::integer as coming_back,
  (min(order_key) filter (where comes_back and not has_several_customers)) as coming_back_example
from numbered
order by of_several;
