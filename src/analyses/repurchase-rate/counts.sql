-- grain: up to `counted`, one calendar period (p_grain) with orders in scope. The head of trend.sql.
-- customers, repeaters: who ordered in the period, and at least twice; days_repeaters: on at least two days.
-- repeat_orders, repeat_days: all but the first of the customer's whole history.
-- begun: first purchase days of the whole history; matured: those of them with p_within days observed since; returned: of the
--   matured, who came back in scope within p_within days; returned_next: who came back in the very next period.
with
dated as (
  -- Periods as running numbers: months are year × 12 + month, quarters alike, weeks count Mondays since 0001-01-01.
  select
    customer_id,
    ordered_on,
    order_number,
    day_number,
    case getvariable('p_grain')
      when 'week' then (ordered_on - date '0001-01-01') // 7
      when 'month' then year(ordered_on) * 12 + month(ordered_on) - 1
      when 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1
    end as period
  from orders
),
placed as not materialized (
  -- `orders` is stored sorted by customer and time: the rows before are the customer's previous orders in scope. Read twice:
  -- reading orders again costs less than keeping these rows.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(period, 1, 0) over () as previous_period,
    lag(ordered_on) over () as previous_day,
    lag(customer_id, 2, 0) over () as customer_before,
    lag(period, 2, 0) over () as period_before
  from dated
),
ordered as (
  select
    period,
    count(*) as orders,
    count(*) filter (order_number > 1) as repeat_orders,
    case
      when count(*) filter (
        customer_id < previous_customer or (customer_id = previous_customer and ordered_on < previous_day)
      ) > 0 then error('orders are not sorted by customer and time')
      else count(*) filter (
        customer_id = previous_customer and period = previous_period
        and not (customer_id = customer_before and period = period_before)
      )
    end as repeaters
  from placed
  group by period
),
days as (
  select
    customer_id,
    ordered_on,
    day_number,
    period,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(period, 1, 0) over () as previous_period,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number,
    lag(customer_id, 2, 0) over () as customer_before,
    lag(period, 2, 0) over () as period_before
  from placed
  -- not the previous order's day again, said as what the engine tests fastest
  where not (ordered_on = previous_day and customer_id = previous_customer)
),
stepped as (
  -- by the period of the purchase day before, which is another customer's before a customer's first in scope, and that of
  -- the day itself
  select
    customer_id = previous_customer as is_step,
    previous_period as from_period,
    period,
    count(*) as days,
    count(*) filter (
      customer_id = previous_customer and period = previous_period
      and not (customer_id = customer_before and period = period_before)
    ) as second_days,
    count(*) filter (day_number = 1) as begun,
    count(*) filter (
      day_number = 1 and ordered_on <= getvariable('p_observed_through') - getvariable('p_within')
    ) as matured,
    count(*) filter (
      previous_number = 1
      and previous_day <= getvariable('p_observed_through') - getvariable('p_within')
      and ordered_on - previous_day <= getvariable('p_within')
    ) as returned
  from days
  group by all
),
purchased as (
  select
    period,
    sum(days) as days,
    sum(days) filter (not is_step or from_period <> period) as customers,
    sum(days) - sum(begun) as repeat_days,
    sum(second_days) as days_repeaters,
    sum(begun) as begun,
    sum(matured) as matured
  from stepped
  group by period
),
came_back as (
  select
    from_period as period,
    sum(returned) as returned,
    coalesce(sum(days) filter (period = from_period + 1), 0) as returned_next
  from stepped
  where is_step
  group by from_period
),
counted as (
  select
    o.*,
    p.days,
    p.customers,
    p.repeat_days,
    p.days_repeaters,
    p.begun,
    p.matured,
    coalesce(b.returned, 0) as returned,
    coalesce(b.returned_next, 0) as returned_next
  from ordered as o
  join purchased as p using (period)
  left join came_back as b using (period)
)
