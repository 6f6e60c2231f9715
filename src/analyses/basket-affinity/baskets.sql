-- grain: one product of baskets that hold the same, with their number (`baskets`). The head of the queries about what is
-- bought together.
-- A basket is an order, or all that a customer bought in scope (p_basket); a product counts once in it, lines without a
-- product in none. What few lines can hold is few things: baskets are counted by what they hold before they are looked into.
-- Of one product or two lines, the least and the greatest tell; of the others the list, in any order.
with all_baskets as (
  select
    min(product_id) as least,
    max(product_id) as greatest,
    if(count(*) > 2 and min(product_id) < max(product_id), list(product_id), null) as items
  from order_lines
  where product_id is not null
  group by customer_id, if(getvariable('p_basket') = 'customer', '', order_key)
),
same_baskets as (
  select
    least,
    greatest,
    items,
    count(*)::integer as baskets
  from all_baskets
  group by least, greatest, items
),
contents as (
  select
    case
      when items is not null then list_distinct(items)
      when least = greatest then [least]
      else [least, greatest]
    end as items,
    baskets
  from same_baskets
),
basket_items as materialized (
  -- dense ids, so that the self-join compares integers
  select
    (row_number() over ())::integer as basket_id,
    unnest(items) as product_id,
    baskets
  from contents
)
