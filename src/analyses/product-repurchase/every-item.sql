-- grain: one product: all of them. What comes before items-bought.sql where every item counts.
with chosen as (
  select product_id
  from products
)
