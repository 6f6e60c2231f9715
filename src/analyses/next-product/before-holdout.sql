-- grain: up to `baskets_of`, one customer and product to learn from: those bought more than p_within days before the data
-- ends, so that the days after them can be foretold. What comes between firsts.sql and neighbours.sql.
, baskets_of as (
  select
    customer_id,
    product_id,
    last_before_on as last_on
  from firsts
  where last_before_on is not null
)
