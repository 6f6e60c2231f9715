-- grain: up to `kept_items`, one row of baskets.sql, which comes before, that makes pairs
-- Only products in at least p_minimum baskets make pairs. Work grows with the square of a basket: where all baskets
-- together make more than p_most_pairs pairs, the largest are left out of every count until they do not.
, frequent as materialized (
  select product_id
  from basket_items
  group by product_id
  having sum(baskets) >= getvariable('p_minimum')
),
frequent_items as materialized (
  select
    basket_id,
    product_id,
    baskets
  from basket_items
  semi join frequent using (product_id)
),
basket_sizes as materialized (
  select
    basket_id,
    any_value(baskets) as baskets,
    count(*) as size
  from frequent_items
  group by basket_id
),
pairs_by_size as (
  select
    size,
    sum(sum(baskets) * size * (size - 1) / 2) over (order by size) as pairs
  from basket_sizes
  group by size
),
largest as (
  -- the largest size still counted; the smallest there is always is
  select coalesce(max(size) filter (where pairs <= getvariable('p_most_pairs')), min(size)) as size
  from pairs_by_size
),
too_large as (
  select
    basket_id,
    baskets
  from basket_sizes
  where size > (select size from largest)
),
kept_items as materialized (
  select
    basket_id,
    product_id,
    baskets
  from frequent_items
  anti join too_large using (basket_id)
),
all_sizes as (
  select
    any_value(baskets) as baskets,
    count(*) as size
  from basket_items
  group by basket_id
),
basket_counts as (
  select
    coalesce(sum(baskets), 0)::bigint as baskets,
    coalesce(sum(baskets) filter (where size > 1), 0)::bigint as baskets_of_several,
    (select coalesce(sum(baskets), 0)::bigint from too_large) as baskets_left_out
  from all_sizes
)
