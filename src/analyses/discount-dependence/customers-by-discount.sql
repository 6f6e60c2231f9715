-- grain: one customer with an order in scope. The head of the queries about customers.
-- Of the first order of all, where it lies in scope: was it discounted, and its amount. later: orders on later purchase days
-- in scope within p_within days of it.
, by_customer as (
  select
    customer_id,
    min(first_ordered_on) as first_ordered_on,
    count(*) as orders,
    count(*) filter (where is_discounted) as discounted_orders,
    sum(amount) as revenue,
    sum(discount) as discount,
    min(ordered_on) < max(ordered_on) as is_repeat,
    bool_or(is_discounted) filter (where order_number = 1) as is_first_discounted,
    sum(amount) filter (where order_number = 1) as first_amount,
    count(*) filter (where is_later) as later_orders,
    count(*) filter (where is_later and is_discounted) as later_discounted,
    coalesce(sum(amount) filter (where is_later), 0) as later_revenue
  from (
    select
      *,
      day_number > 1 and ordered_on <= first_ordered_on + getvariable('p_within')::integer as is_later
    from flagged
  ) as placed_in_time
  group by customer_id
)
