-- The values of one dimension (p_dimension) among the orders in scope, most orders first; '' is blank.
-- grain: one value

with valued as (
  select coalesce(
    case getvariable('p_dimension')
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
      when 'category' then category
      when 'first_product' then first_product
    end,
    ''
  ) as value
  from orders
)
select
  value::varchar as value,
  count(*)::integer as orders
from valued
group by value
order by orders desc, value;
