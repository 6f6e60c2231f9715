-- grain: up to `measured`, one pair of products in at least p_minimum baskets, a before b by their codes
, item_counts as (
  select
    product_id,
    sum(baskets)::bigint as baskets
  from kept_items
  group by product_id
),
basket_total as (
  select baskets - baskets_left_out as baskets
  from basket_counts
),
pair_counts as (
  select
    a.product_id::bigint << 32 | b.product_id as packed,
    sum(a.baskets)::bigint as baskets
  from kept_items as a
  join kept_items as b
    on b.basket_id = a.basket_id
    and b.product_id > a.product_id
  group by packed
  having sum(a.baskets) >= getvariable('p_minimum')
  order by baskets desc, packed
  limit getvariable('p_most_rows')
),
measured as (
  select
    a.product_id as a_id,
    b.product_id as b_id,
    p.baskets as both_baskets,
    a.baskets as a_baskets,
    b.baskets as b_baskets,
    t.baskets as all_baskets
  from pair_counts as p
  join item_counts as a on a.product_id = p.packed >> 32
  join item_counts as b on b.product_id = p.packed & 4294967295
  cross join basket_total as t
)
