-- grain: up to `matured`, one customer whose first purchase day of all lies in scope, at least p_within days before the data ends
, matured as (
  -- one row a customer: of several orders on a first day the first, which filters can take out
  select customer_id
  from orders
  where order_number = 1
    and first_ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select distinct customer_id
  from orders
  where day_number = 1
    and first_ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
    and coalesce(getvariable('p_narrowed'), false)
)
