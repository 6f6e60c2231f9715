-- grain: one row for the scope: what there is to read, and what was left out
, basket_lengths as (
  select
    count(*) as baskets,
    count(*) filter (where len(items) > 1) as baskets_of_several
  from basket_lists
),
lines as (
  select
    count(*) as lines,
    count(product_id) as lines_with_product,
    count(distinct product_id) as products
  from order_lines
),
order_counts as (
  select count(*) as orders
  from orders
)
select
  o.orders::integer as orders,
  l.lines::integer as lines,
  (l.lines - l.lines_with_product)::integer as lines_without_product,
  l.products::integer as products,
  (select count(*) from frequent)::integer as frequent_products,
  b.baskets::integer as baskets,
  b.baskets_of_several::integer as baskets_of_several,
  (select count(*) from too_large)::integer as baskets_left_out,
  (select size from largest)::integer as largest_counted
from lines as l
cross join basket_lengths as b
cross join order_counts as o
order by orders
