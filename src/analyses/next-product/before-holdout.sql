-- grain: up to `trained`, one line of an order to learn from: those more than p_within days before the data ends, so
-- that the days after them can be foretold. What comes before neighbours.sql.
with trained as (
  select
    customer_id,
    product_id,
    ordered_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through') - getvariable('p_within')::integer
)
