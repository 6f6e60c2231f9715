-- grain: one row for the scope
select
  coalesce(sum(orders), 0)::integer as orders,
  coalesce(sum(discounted_orders), 0)::integer as discounted_orders,
  coalesce(sum(coupon_orders), 0)::integer as coupon_orders,
  coalesce(sum(reduced_orders), 0)::integer as reduced_orders,
  (sum(discounted_orders)::bigint / nullif(sum(orders)::bigint, 0))::double as share,
  coalesce(sum(revenue), 0)::double as revenue,
  coalesce(sum(discount), 0)::double as discount
from by_day
order by orders
