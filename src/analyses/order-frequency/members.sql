-- grain: one customer with p_low to p_high purchases in scope (p_count), most spent first; p_high is null where there is no end
with
placed as (
  select
    customer_id,
    ordered_on,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day
  from orders
  where getvariable('p_count') = 'day'
),
purchase_days as (
  select
    customer_id,
    count(*) as days
  from placed
  where customer_id <> previous_customer or ordered_on <> previous_day
  group by customer_id
),
people as (
  select
    c.*,
    if(getvariable('p_count') = 'day', coalesce(d.days, 0), c.order_count) as purchases
  from customers as c
  left join purchase_days as d using (customer_id)
)
select
  customer_key::varchar as customer_key,
  name::varchar as name,
  purchases::integer as purchases,
  order_count::integer as orders,
  revenue::double as revenue,
  first_ordered_on::date as first_ordered_on,
  last_ordered_on::date as last_ordered_on
from people
where purchases >= getvariable('p_low')
  and (getvariable('p_high') is null or purchases <= getvariable('p_high'))
order by revenue desc, customer_key;
