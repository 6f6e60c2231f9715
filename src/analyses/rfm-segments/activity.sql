-- grain: up to `activity`, one customer with an order in scope, as of the as-of date
-- `scales` says of which moment the cut points are that a moment is scored by; here there is one.
with purchase_days as (
  select customer_id, count(distinct ordered_on) as days
  from orders
  where getvariable('p_orders') = 'days'
  group by customer_id
),
activity as materialized (
  select
    'now' as moment,
    customer_id,
    last_ordered_on,
    date_diff('day', last_ordered_on, getvariable('p_as_of'))::double as recency,
    coalesce(days, order_count)::double as frequency,
    revenue,
    revenue::double as monetary,
    order_count as orders
  from customers
  left join purchase_days using (customer_id)
  -- a refund alone makes no customer who buys
  where order_count > 0
),
scales as (
  select 'now' as moment, 'now' as scale
)
