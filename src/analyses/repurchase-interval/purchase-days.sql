-- grain: up to `purchase_days`, one purchase day of a customer in scope. The head of every query of this analysis.
-- A gap lies between two purchase days in scope that follow each other; orders of one day are one purchase day.
-- day_number counts the whole history, before any filter; previous_number is that of the purchase day in scope before,
-- and days_since_previous the days since; for the first in scope they are 0 or null, and null. place: 1 for the first in
-- scope, 2 for the second, 3 or more for those after it.
-- Where nothing is narrowed, the days before are the whole history's, which import has counted already.
with narrowed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    customer_id,
    ordered_on,
    day_number,
    first_ordered_on,
    lag(customer_id, 1, 0) over () as customer_before,
    lag(ordered_on) over () as day_before
  from orders
  where coalesce(getvariable('p_narrowed'), false)
),
followed as (
  select
    customer_id,
    ordered_on,
    day_number,
    first_ordered_on,
    lag(customer_id, 1, 0) over () = customer_id as is_repeat,
    lag(customer_id, 2, 0) over () = customer_id as is_later,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number
  from narrowed
  where case
    when customer_id < customer_before or (customer_id = customer_before and ordered_on < day_before)
      then error('orders are not sorted by customer and time')
    else customer_id <> customer_before or ordered_on <> day_before
  end
),
purchase_days as (
  select
    customer_id,
    ordered_on,
    first_ordered_on,
    day_number,
    day_number - 1 as previous_number,
    days_since_previous,
    day_number as place
  from orders
  where not coalesce(getvariable('p_narrowed'), false)
    and days_since_previous is distinct from 0
  union all
  select
    customer_id,
    ordered_on,
    first_ordered_on,
    day_number,
    if(is_repeat, previous_number, null) as previous_number,
    if(is_repeat, (ordered_on - previous_day)::integer, null) as days_since_previous,
    case when is_later then 3 when is_repeat then 2 else 1 end as place
  from followed
)
