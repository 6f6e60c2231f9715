-- grain: up to `baskets_of`, one customer and product to learn from: all of them. What comes before neighbours.sql.
with baskets_of as materialized (
  select
    customer_id,
    product_id,
    max(ordered_on) as last_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, product_id
)
