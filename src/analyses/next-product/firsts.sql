-- grain: one customer and product bought in scope until the data ends. The head of the queries about what comes next.
-- first_on: the day it was first bought; last_before_on: the day it was last bought more than p_within days before the data
-- ends, null where it was not.
with firsts as materialized (
  select
    customer_id,
    product_id,
    min(ordered_on) as first_on,
    max(ordered_on) filter (where ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer)
      as last_before_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, product_id
)
