-- grain: up to `kept_items`, one product of one basket. The head of the queries about what is bought together.
-- A basket is an order, or all that a customer bought in scope (p_basket); a product counts once in it, lines without a
-- product in none. Only products in at least p_minimum baskets make pairs. Work grows with the square of a basket: where
-- all baskets together make more than p_most_pairs pairs, the largest are left out of every count until they do not.
with basket_lists as (
  select list_distinct(list(product_id)) as items
  from order_lines
  where product_id is not null
  group by customer_id, if(getvariable('p_basket') = 'customer', '', order_key)
),
basket_items as materialized (
  -- dense ids, so that the self-join compares integers
  select
    (row_number() over ())::integer as basket_id,
    unnest(items) as product_id
  from basket_lists
),
frequent as materialized (
  select product_id
  from basket_items
  group by product_id
  having count(*) >= getvariable('p_minimum')
),
frequent_items as materialized (
  select
    basket_id,
    product_id
  from basket_items
  semi join frequent using (product_id)
),
basket_sizes as (
  select
    basket_id,
    count(*) as size
  from frequent_items
  group by basket_id
),
pairs_by_size as (
  select
    size,
    count(*) as baskets,
    sum(count(*) * size * (size - 1) / 2) over (order by size) as pairs
  from basket_sizes
  group by size
),
largest as (
  -- the largest size still counted; the smallest there is always is
  select coalesce(max(size) filter (where pairs <= getvariable('p_most_pairs')), min(size)) as size
  from pairs_by_size
),
too_large as (
  select basket_id
  from basket_sizes
  where size > (select size from largest)
),
kept_items as materialized (
  select
    basket_id,
    product_id
  from frequent_items
  anti join too_large using (basket_id)
)
