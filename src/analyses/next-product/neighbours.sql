-- grain: up to `neighbours`, one of the ten products most alike a product
-- Alike: bought by the same customers. similarity = both ÷ √(buyers of a × buyers of b), the cosine of two products as
-- 0/1 vectors of customers, of pairs bought by at least three. Learnt from the p_most_products most bought products and,
-- where all customers together make more than p_most_pairs pairs of them, from every k-th customer.
, popular as materialized (
  select
    product_id,
    count(*) as buyers
  from baskets_of
  group by product_id
  having count(*) >= getvariable('p_minimum')
  order by buyers desc, product_id
  limit getvariable('p_most_products')
),
learnable as materialized (
  select
    customer_id,
    product_id,
    last_on
  from baskets_of
  semi join popular using (product_id)
),
sizes as (
  select count(*) as size
  from learnable
  group by customer_id
),
thinning as (
  select coalesce(greatest(1, ceil(sum(size * (size - 1) / 2) / getvariable('p_most_pairs'))), 1)::integer as every
  from sizes
),
sampled as materialized (
  select
    customer_id,
    product_id
  from learnable
  where customer_id % (select every from thinning) = 0
),
sampled_buyers as (
  select
    product_id,
    count(*) as buyers
  from sampled
  group by product_id
),
shared as (
  select
    a.product_id::bigint << 32 | b.product_id as packed,
    count(*) as customers
  from sampled as a
  join sampled as b
    on b.customer_id = a.customer_id
    and b.product_id > a.product_id
  group by packed
  having count(*) >= 3
),
alike as (
  select
    (s.packed >> 32)::integer as a_id,
    (s.packed & 4294967295)::integer as b_id,
    s.customers / sqrt(a.buyers::double * b.buyers) as similarity
  from shared as s
  join sampled_buyers as a on a.product_id = s.packed >> 32
  join sampled_buyers as b on b.product_id = s.packed & 4294967295
),
both_ways as (
  select
    a_id as product_id,
    b_id as next_id,
    similarity
  from alike
  union all
  select
    b_id,
    a_id,
    similarity
  from alike
),
neighbours as materialized (
  select *
  from both_ways
  qualify row_number() over (partition by product_id order by similarity desc, next_id) <= 10
)
