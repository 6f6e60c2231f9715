-- grain: one way to buy: never, sometimes or always discounted, by the orders in scope
-- repeat_rate: customers with a second purchase day in scope ÷ customers; null for `sometimes`, who have two orders by
-- definition. revenue: of orders, before refunds at their own date.
, placed as (
  select
    *,
    case when discounted_orders = 0 then 1 when discounted_orders < orders then 2 else 3 end as place
  from by_customer
),
counted as (
  select
    place,
    count(*) as customers,
    sum(orders) as orders,
    sum(discounted_orders) as discounted_orders,
    sum(revenue) as revenue,
    sum(discount) as discount,
    count(*) filter (where is_repeat) as repeat_customers
  from placed
  group by place
),
uses as (
  select *
  from (values (1, 'never'), (2, 'sometimes'), (3, 'always')) as t(place, use)
)
select
  u.use::varchar as use,
  coalesce(c.customers, 0)::integer as customers,
  (coalesce(c.customers, 0) / nullif(sum(c.customers) over (), 0))::double as customer_share,
  coalesce(c.orders, 0)::integer as orders,
  coalesce(c.discounted_orders, 0)::integer as discounted_orders,
  coalesce(c.revenue, 0)::double as revenue,
  (c.revenue / nullif(sum(c.revenue) over (), 0))::double as revenue_share,
  coalesce(c.discount, 0)::double as discount,
  coalesce(c.repeat_customers, 0)::integer as repeat_customers,
  if(u.use = 'sometimes', null, c.repeat_customers / c.customers)::double as repeat_rate,
  (c.orders / c.customers)::double as orders_per_customer,
  (c.revenue / c.customers)::double as revenue_per_customer,
  (c.revenue / c.orders)::double as order_value
from uses as u
left join counted as c using (place)
order by u.place
