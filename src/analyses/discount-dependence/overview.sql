-- grain: one row for the scope
select
  count(*)::integer as orders,
  (count(*) filter (where is_discounted))::integer as discounted_orders,
  (count(*) filter (where has_coupon))::integer as coupon_orders,
  (count(*) filter (where has_discount))::integer as reduced_orders,
  (count(*) filter (where is_discounted) / nullif(count(*), 0))::double as share,
  coalesce(sum(amount), 0)::double as revenue,
  coalesce(sum(discount), 0)::double as discount
from flagged
order by orders
