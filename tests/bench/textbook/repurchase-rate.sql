-- Four readings of the repurchase rate as usually written: by orders, by purchase days, by order, within 90 days.
-- grain: one row
with purchases as (
  select customer_key, order_key, min(ordered_at)::date as ordered_on
  from lines
  where customer_key is not null and amount > 0
  group by customer_key, order_key
),
firsts as (
  select customer_key, min(ordered_on) as first_on
  from purchases
  group by customer_key
),
customers as (
  select
    customer_key,
    any_value(first_on) as first_on,
    count(*) as orders,
    count(distinct ordered_on) as days,
    bool_or(ordered_on > first_on and ordered_on <= first_on + 90) as is_back
  from purchases
  join firsts using (customer_key)
  group by customer_key
)
select
  count(*) filter (where orders > 1) / count(*) as by_orders,
  count(*) filter (where days > 1) / count(*) as by_days,
  (sum(orders) - count(*)) / sum(orders) as by_order,
  count(*) filter (where is_back and first_on <= getvariable('p_as_of') - 90)
    / nullif(count(*) filter (where first_on <= getvariable('p_as_of') - 90), 0) as within_days
from customers;
