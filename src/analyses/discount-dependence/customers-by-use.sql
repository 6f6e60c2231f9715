-- grain: one way to buy: never, sometimes or always discounted, by the orders in scope
-- repeat_rate: customers with a second purchase day in scope ÷ customers; null for `sometimes`, who have two orders by
-- definition. revenue: of orders, before refunds at their own date.
, placed as (
  select
    *,
    case when discounted_orders = 0 then 'never' when discounted_orders = orders then 'always' else 'sometimes' end as use
  from by_customer
),
uses as (
  select *
  from (values (1, 'never'), (2, 'sometimes'), (3, 'always')) as t(place, use)
)
select
  u.use::varchar as use,
  count(p.customer_id)::integer as customers,
  (count(p.customer_id) / nullif(sum(count(p.customer_id)) over (), 0))::double as customer_share,
  coalesce(sum(p.orders), 0)::integer as orders,
  coalesce(sum(p.discounted_orders), 0)::integer as discounted_orders,
  coalesce(sum(p.revenue), 0)::double as revenue,
  (sum(p.revenue) / nullif(sum(sum(p.revenue)) over (), 0))::double as revenue_share,
  coalesce(sum(p.discount), 0)::double as discount,
  (count(*) filter (where p.is_repeat))::integer as repeat_customers,
  if(u.use = 'sometimes', null, count(*) filter (where p.is_repeat) / nullif(count(p.customer_id), 0))::double as repeat_rate,
  (sum(p.orders) / nullif(count(p.customer_id), 0))::double as orders_per_customer,
  (sum(p.revenue) / nullif(count(p.customer_id), 0))::double as revenue_per_customer,
  (sum(p.revenue) / nullif(sum(p.orders), 0))::double as order_value
from uses as u
left join placed as p using (use)
group by u.place, u.use
order by u.place
