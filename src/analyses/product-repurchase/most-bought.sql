-- grain: one product of the five items (products, or categories) with the most lines. What comes before
-- items-bought.sql where a curve is drawn for each: five can be told apart.
with keyed as (
  select
    product_id,
    if(getvariable('p_level') = 'category', min(product_id) over (partition by coalesce(category, '')), product_id) as item_id
  from products
),
most_lines as (
  select
    k.item_id,
    count(*) as lines
  from order_lines as l
  join keyed as k using (product_id)
  group by k.item_id
  order by lines desc, k.item_id
  limit 5
),
chosen as (
  select k.product_id
  from keyed as k
  semi join most_lines as m using (item_id)
)
