-- Whether tax, shipping and discounts stand on the lines of an order or on the order.
-- grain: one column that the file has; counts are orders of several lines in which it is not zero throughout
-- `on_first`: only the first of the lines has it. `repeated` and `told`: all lines have the same, of those orders whose
-- lines differ in amount and all have one; lines that are alike cannot tell.

with sold as (
  select
    rowid as place,
    file_no,
    order_key,
    customer_key,
    amount,
    tax,
    shipping
  from staging.lines
  where order_key is not null
    and coalesce(amount, 0) >= 0
),
charges as (
  select 'tax' as charge, place, file_no, order_key, customer_key, amount, tax as value
  from sold
  where getvariable('p_has_tax')::boolean
  union all
  select 'shipping' as charge, place, file_no, order_key, customer_key, amount, shipping as value
  from sold
  where getvariable('p_has_shipping')::boolean
),
orders as (
  select
    charge,
    min(amount) is distinct from max(amount) as differ,
    count(value) = count(*) as is_filled,
    min(value) = max(value) as is_same,
    count(nullif(value, 0)) = 1 and coalesce(arg_min(coalesce(value, 0), place), 0) <> 0 as is_on_first
  from charges
  group by charge, file_no, order_key, customer_key
  having count(*) > 1
    and count(nullif(value, 0)) > 0
)
select
  charge,
  count(*)::integer as orders,
  (count(*) filter (where is_on_first))::integer as on_first,
  (count(*) filter (where differ and not is_on_first))::integer as told,
  (count(*) filter (where differ and is_filled and is_same))::integer as repeated
from orders
group by charge
order by charge;
