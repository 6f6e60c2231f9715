-- grain: one row for the whole scope, also where nothing is in it
-- customers: with at least one order in scope; repeaters: those with at least two. revenue: orders and refunds that count at
-- their own date; average_order_value: revenue ÷ orders; units_per_order: over the orders that state units.
with
people as (
  select
    count(*) filter (order_count > 0) as customers,
    count(*) filter (order_count > 1) as repeaters,
    count(*) filter (order_count = 0) as refund_only_customers,
    coalesce(sum(order_count), 0) as orders,
    coalesce(sum(revenue), 0) as revenue,
    min(first_ordered_on) as first_ordered_on,
    max(last_ordered_on) as last_ordered_on
  from customers
),
items as (
  select
    sum(units) as units,
    count(units) as orders_with_units
  from orders
)
select
  people.orders::integer as orders,
  people.customers::integer as customers,
  people.revenue::double as revenue,
  (people.revenue::double / nullif(people.orders, 0))::double as average_order_value,
  items.units::double as units,
  (items.units / nullif(items.orders_with_units, 0))::double as units_per_order,
  people.repeaters::integer as repeaters,
  (people.repeaters / nullif(people.customers, 0))::double as repurchase_rate,
  people.refund_only_customers::integer as refund_only_customers,
  people.first_ordered_on::date as first_ordered_on,
  people.last_ordered_on::date as last_ordered_on
from people
cross join items
order by orders;
