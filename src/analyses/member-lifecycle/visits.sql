-- grain: up to `visits`, one customer in scope and one period in which they ordered. The head of both queries.
-- period: calendar day, week from Monday, month or quarter of the shop's own clock, by p_grain, as a running number: days
--   since 0001-01-01, Mondays since then, year × 12 + month, quarters alike.
-- previous_period: the one before in which the customer ordered in scope; null for their first.
-- Orders after the last observed day, of a day that is not whole, do not count.
with dated as (
  select
    customer_id,
    case getvariable('p_grain')
      when 'day' then ordered_on - date '0001-01-01'
      when 'week' then (ordered_on - date '0001-01-01') // 7
      when 'month' then year(ordered_on) * 12 + month(ordered_on) - 1
      when 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1
    end as period,
    first_ordered_on
  from orders
  where ordered_on <= getvariable('p_observed_through')
),
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    *,
    lag(customer_id, 1, 0) over () as customer_before,
    lag(period) over () as period_before
  from dated
),
visits as (
  select
    period,
    if(customer_id = customer_before, period_before, null) as previous_period,
    period = case getvariable('p_grain')
      when 'day' then first_ordered_on - date '0001-01-01'
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as is_new
  from placed
  where case
    when customer_id < customer_before or (customer_id = customer_before and period < period_before)
      then error('orders are not sorted by customer and time')
    else customer_id <> customer_before or period <> period_before
  end
)
