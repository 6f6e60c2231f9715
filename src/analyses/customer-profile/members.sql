-- grain: one customer whose first order has the value p_value of the attribute p_attribute ('everyone': whatever it has), by
-- p_part all of them, those of the group (members) or those who are not (others); the highest revenue first
, chosen as (
  select
    customer_id,
    ordered_on,
    is_member
  from acquired
  where case getvariable('p_attribute')
    when 'everyone' then true
    when 'channel' then channel = getvariable('p_value')
    when 'store' then store = getvariable('p_value')
    when 'region' then region = getvariable('p_value')
    when 'coupon' then coupon = getvariable('p_value')
    when 'category' then category = getvariable('p_value')
    when 'first_product' then first_product = getvariable('p_value')
    else false
  end
    and case getvariable('p_part')
      when 'all' then true
      when 'members' then is_member
      when 'others' then not is_member
      else false
    end
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  k.is_member::boolean as is_member,
  k.ordered_on::date as first_ordered_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from chosen as k
join customers as c using (customer_id)
order by c.revenue desc, customer_key
