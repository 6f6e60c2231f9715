-- grain: one customer whose first purchase day of all lies in scope, at least p_within days before the data ends, with
-- what they bought on later days in scope within p_within days. The head of the queries about first purchases.
with customers_followed as materialized (
  select
    customer_id,
    count(*) filter (where day_number > 1)::integer as later_orders,
    sum(if(day_number > 1, amount, 0))::decimal(18, 4) as later_revenue
  from orders
  where first_ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
    and ordered_on - first_ordered_on <= getvariable('p_within')
  group by customer_id
  having min(day_number) = 1
)
