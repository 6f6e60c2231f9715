-- grain: one customer with a counted order at a time of the calendar; most revenue first
-- p_part and p_value name the time as in the calendar: a weekday, a month of the year, a day of the month; hour: the hour
--   p_hour of the weekday p_value. p_which: all orders, first orders of customers, later ones. orders_then, amount_then: the
--   counted orders at this time, before refunds; over all customers they add up to the orders of the calendar's row.
with
counted as (
  select
    customer_id,
    count(*) as orders_then,
    sum(amount) as amount_then
  from orders
  where ordered_on <= getvariable('p_observed_through')
    and case getvariable('p_which')
      when 'first' then order_number = 1
      when 'repeat' then order_number > 1
      else true
    end
    and case getvariable('p_part')
      when 'hour' then isodow(ordered_on) = getvariable('p_value') and hour(ordered_at) = getvariable('p_hour')
      when 'weekday' then isodow(ordered_on) = getvariable('p_value')
      when 'month' then month(ordered_on) = getvariable('p_value')
      when 'month_day' then day(ordered_on) = getvariable('p_value')
      else false
    end
  group by customer_id
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  t.orders_then::integer as orders_then,
  t.amount_then::double as amount_then,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from counted as t
join customers as c using (customer_id)
order by revenue desc, customer_key;
