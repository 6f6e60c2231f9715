-- grain: one definition of the repurchase rate, over the whole scope (next_window: over the window p_window)
-- customer_orders, customer_days: customers with at least two orders, purchase days ÷ customers
-- order_orders, order_days: orders, purchase days that are not their customer's first ÷ all of them
-- within_days: first-time customers back within p_within days ÷ first-time customers observed so long; left_out: too young
-- next_window: customers of p_window back in the next one ÷ customers of p_window; it takes both windows to be complete
-- low, high: Wilson's interval of 95 % where the denominator is customers; orders of one customer are not independent.
with
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope, of the same
  -- purchase day or of the one before.
  select
    customer_id,
    ordered_on,
    order_number,
    day_number,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number
  from orders
),
people as (
  select
    count(*) as customers,
    count(*) filter (order_count > 1) as repeaters,
    count(*) filter (last_ordered_on > first_ordered_on) as days_repeaters
  from customers
  where order_count > 0
),
purchased as (
  select
    count(*) as orders,
    case
      when count(*) filter (
        customer_id < previous_customer or (customer_id = previous_customer and ordered_on < previous_day)
      ) > 0 then error('orders are not sorted by customer and time')
      else count(*) filter (order_number > 1)
    end as repeat_orders,
    count(*) filter (not (ordered_on = previous_day and customer_id = previous_customer)) as days,
    -- A first purchase day in scope begins its customer's rows.
    count(*) filter (day_number = 1 and customer_id <> previous_customer) as begun,
    count(*) filter (
      day_number = 1 and customer_id <> previous_customer
      and ordered_on <= getvariable('p_observed_through') - getvariable('p_within')
    ) as matured,
    count(*) filter (
      previous_number = 1 and day_number > 1 and customer_id = previous_customer
      and previous_day <= getvariable('p_observed_through') - getvariable('p_within')
      and ordered_on - previous_day <= getvariable('p_within')
    ) as returned,
    count(*) filter (
      ordered_on >= getvariable('p_window') and ordered_on < getvariable('p_next_window')
      and not (customer_id = previous_customer and previous_day >= getvariable('p_window'))
    ) as window_customers,
    count(*) filter (
      ordered_on >= getvariable('p_next_window') and ordered_on < getvariable('p_window_end')
      and customer_id = previous_customer
      and previous_day >= getvariable('p_window') and previous_day < getvariable('p_next_window')
    ) as window_returned
  from placed
),
totals as (
  select *
  from people
  cross join purchased
),
defined as (
  select
    d.place,
    d.definition,
    case d.place
      when 1 then t.repeaters
      when 2 then t.days_repeaters
      when 3 then t.repeat_orders
      when 4 then t.days - t.begun
      when 5 then t.returned
      when 6 then t.window_returned
    end as numerator,
    case d.place
      when 3 then t.orders
      when 4 then t.days
      when 5 then t.matured
      when 6 then t.window_customers
      else t.customers
    end as denominator,
    if(d.place = 5, t.begun - t.matured, 0) as left_out
  from (values
    (1, 'customer_orders'), (2, 'customer_days'), (3, 'order_orders'), (4, 'order_days'), (5, 'within_days'), (6, 'next_window')
  ) as d(place, definition)
  cross join totals as t
),
rated as (
  select
    *,
    numerator / nullif(denominator, 0) as rate,
    getvariable('p_z') * getvariable('p_z') / nullif(denominator, 0) as spread,
    place not in (3, 4) as is_of_customers
  from defined
),
bounded as (
  select
    *,
    (rate + spread / 2) / (1 + spread) as centre,
    sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread) as half
  from rated
)
select
  definition::varchar as definition,
  numerator::integer as numerator,
  denominator::integer as denominator,
  rate::double as rate,
  (case when is_of_customers then if(numerator = 0, 0 * centre, centre - half) end)::double as low,
  (case when is_of_customers then if(numerator = denominator, 1 + 0 * centre, centre + half) end)::double as high,
  left_out::integer as left_out,
  (case when definition = 'next_window' then getvariable('p_window') end)::date as of_window
from bounded
order by place;
