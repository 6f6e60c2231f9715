-- grain: one customer whose first purchase day of all lies in scope, at least p_within days before the data ends, and who
-- bought on later days in scope within p_within days: what they bought then. The head of the queries about first purchases.
with came_back as (
  select
    customer_id,
    (count(*) filter (where day_number > 1))::integer as later_orders,
    (sum(amount) filter (where day_number > 1))::decimal(18, 4) as later_revenue
  from orders
  where first_ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
    and ordered_on - first_ordered_on <= getvariable('p_within')
    -- a first day can only be out of scope where filters take orders out
    and (day_number > 1 or coalesce(getvariable('p_narrowed'), false))
  group by customer_id
  having count(*) filter (where day_number > 1) > 0
    and (min(day_number) = 1 or not coalesce(getvariable('p_narrowed'), false))
)
