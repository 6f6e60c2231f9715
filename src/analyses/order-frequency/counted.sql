-- grain: up to `counted`, one number of purchases in scope (p_count: orders, or purchase days that merge the orders of one day),
-- with the customers who have so many; 0 for those who have refunds and no order. The head of both queries.
with
narrowed_days as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    customer_id,
    ordered_on,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day
  from orders
  where getvariable('p_count') = 'day'
    and coalesce(getvariable('p_narrowed'), false)
),
purchase_days as (
  -- of whole histories, up to the as-of date, the import has numbered the days
  select
    customer_id,
    max(day_number) as days
  from orders
  where getvariable('p_count') = 'day'
    and not coalesce(getvariable('p_narrowed'), false)
  group by customer_id
  union all
  select
    customer_id,
    count(*) as days
  from narrowed_days
  where customer_id <> previous_customer or ordered_on <> previous_day
  group by customer_id
),
people as (
  select
    if(getvariable('p_count') = 'day', coalesce(d.days, 0), c.order_count) as purchases,
    c.order_count,
    c.revenue,
    c.last_ordered_on
  from customers as c
  left join purchase_days as d using (customer_id)
),
counted as materialized (
  select
    purchases,
    count(*) as customers,
    sum(order_count) as orders,
    sum(revenue) as revenue,
    count(*) filter (
      purchases = 1 and getvariable('p_observed_through') - last_ordered_on < 60
    ) as waiting_recent
  from people
  group by purchases
)
