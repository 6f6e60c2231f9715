-- grain: one day with an order in scope. The head of the queries about orders.
, by_day as (
  select
    ordered_on,
    count(*) as orders,
    count(*) filter (where is_discounted) as discounted_orders,
    count(*) filter (where has_coupon) as coupon_orders,
    count(*) filter (where has_discount) as reduced_orders,
    sum(amount) as revenue,
    sum(amount) filter (where is_discounted) as discounted_revenue,
    sum(discount) as discount
  from flagged
  group by ordered_on
)
