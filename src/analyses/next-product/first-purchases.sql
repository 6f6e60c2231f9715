-- grain: up to `matured`, one customer and product first bought at least p_within days before the data ends. What comes
-- after firsts.sql where what follows a product is asked.
-- Only the p_most_products most bought products with at least p_minimum buyers follow or are followed: ties go to the
-- lower code. Where all customers together make more than p_most_pairs pairs of them, every k-th customer is counted and
-- no other.
, frequent as materialized (
  select
    product_id,
    count(*) as buyers
  from firsts
  group by product_id
  having count(*) >= getvariable('p_minimum')
  order by buyers desc, product_id
  limit getvariable('p_most_products')
),
sizes as materialized (
  select
    customer_id,
    count(q.product_id) as size
  from firsts as f
  left join frequent as q using (product_id)
  group by customer_id
),
thinning as materialized (
  select coalesce(greatest(1, ceil(sum(size * (size - 1) / 2) / getvariable('p_most_pairs'))), 1)::integer as every
  from sizes
),
followable as (
  select
    customer_id,
    product_id,
    first_on
  from firsts
  semi join frequent using (product_id)
  where customer_id % (select every from thinning) = 0
),
matured as (
  select *
  from followable
  where first_on + getvariable('p_within')::integer <= getvariable('p_observed_through')
)
