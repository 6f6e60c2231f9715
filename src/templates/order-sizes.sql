-- One row: the spread of what an order is worth: a maximum far above the median is a wholesale buyer or a mistake.
with amounts as (
  select amount::double as amount from orders
)

select
  count(*)::integer as orders,
  min(amount) as smallest,
  quantile_cont(amount, 0.25) as lower_quartile,
  median(amount) as median,
  avg(amount) as mean,
  quantile_cont(amount, 0.75) as upper_quartile,
  max(amount) as largest
from amounts
