-- grain: up to `matured`, one customer and product first bought at least p_within days before the data ends. The head of
-- the queries about what follows a product.
-- A product of a customer begins on the first day they bought it in scope. Only the p_most_products most bought products
-- with at least p_minimum buyers follow or are followed: ties go to the lower code. Where all customers together make more
-- than p_most_pairs pairs of them, every k-th customer is counted and no other.
with firsts as materialized (
  select
    customer_id,
    product_id,
    min(ordered_on) as first_on
  from order_lines
  where product_id is not null
    and ordered_on <= getvariable('p_observed_through')
  group by customer_id, product_id
),
frequent as materialized (
  select
    product_id,
    count(*) as buyers
  from firsts
  group by product_id
  having count(*) >= getvariable('p_minimum')
  order by buyers desc, product_id
  limit getvariable('p_most_products')
),
frequent_firsts as materialized (
  select
    customer_id,
    product_id,
    first_on
  from firsts
  semi join frequent using (product_id)
),
sizes as (
  select count(*) as size
  from frequent_firsts
  group by customer_id
),
thinning as (
  select coalesce(greatest(1, ceil(sum(size * (size - 1) / 2) / getvariable('p_most_pairs'))), 1)::integer as every
  from sizes
),
followable as materialized (
  select *
  from frequent_firsts
  where customer_id % (select every from thinning) = 0
),
matured as materialized (
  select *
  from followable
  where first_on + getvariable('p_within')::integer <= getvariable('p_observed_through')
)
