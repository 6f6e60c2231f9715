-- grain: one product of the orders' rows; ids are dense and follow the order of the code
-- A code with several names keeps one of them; a file without codes goes by name.

create or replace table shop.fresh_products as
with named as (
  select
    coalesce(product, product_name) as product,
    any_value(product_name) as product_name,
    any_value(category) as category
  from staging.judged
  where reason is null
    and not is_document
    and coalesce(product, product_name) is not null
  group by 1
)
select
  (row_number() over (order by product))::integer as product_id,
  product,
  product_name,
  category
from named
order by product_id;
