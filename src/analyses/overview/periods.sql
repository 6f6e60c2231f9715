-- The shop by period: orders, customers, revenue, and who of them is new; each against the period before and a year before.
-- grain: one calendar period (p_grain: week from Monday, month, quarter) from the first order or refund in scope to the last
--   observed day; a period without orders is there with 0.
-- new_customers: whose first order of their whole history falls in the period; all others who ordered are returning.
--   new_revenue: all that new customers spent in the period, their second order included; the rest is returning_revenue, with
--   refunds of customers without an order in the file. New and returning add up to the whole.
-- revenue: orders and, where refunds count at their own date, the refunds of the period; it can be below zero.
-- average_order_value: revenue ÷ orders. units_per_order: units of the orders that state them ÷ those orders.
-- repurchase_rate: customers with at least two orders in the period ÷ customers of the period.
-- state: truncated: the period begins before the first covered day; partial: it ends after the last observed day; both may
--   hold, and partial is said; complete: all its days are covered.
-- …_previous_change: against the period before; …_year_change: against the same period a year before (52 weeks, so that
--   weekdays agree); (this − that) ÷ that, the repurchase rate's as a difference. Only between two complete periods, and
--   null where that one is not above 0.
with
dated as (
  -- Periods as running numbers: months are year × 12 + month, quarters alike, weeks count Mondays since 0001-01-01.
  select
    customer_id,
    case getvariable('p_grain')
      when 'week' then (ordered_on - date '0001-01-01') // 7
      when 'month' then year(ordered_on) * 12 + month(ordered_on) - 1
      when 'quarter' then year(ordered_on) * 4 + quarter(ordered_on) - 1
    end as period,
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as first_period,
    amount,
    units
  from orders
),
placed as (
  -- `orders` is stored sorted by customer and time: the rows before are the customer's previous orders in scope.
  select
    *,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(period, 1, 0) over () as previous_period,
    lag(customer_id, 2, 0) over () as customer_before,
    lag(period, 2, 0) over () as period_before
  from dated
),
documents as (
  select
    period,
    count(*) as orders,
    count(*) filter (customer_id <> previous_customer or period <> previous_period) as customers,
    count(*) filter (
      first_period = period and (customer_id <> previous_customer or period <> previous_period)
    ) as new_customers,
    count(*) filter (
      customer_id = previous_customer and period = previous_period
      and (customer_id <> customer_before or period <> period_before)
    ) as repeaters,
    case
      when count(*) filter (
        customer_id < previous_customer or (customer_id = previous_customer and period < previous_period)
      ) > 0 then error('orders are not sorted by customer and time')
      else sum(amount)
    end as revenue,
    sum(amount) filter (first_period = period) as new_revenue,
    sum(units) as units,
    count(units) as orders_with_units
  from placed
  group by period
),
given_back as (
  select
    case getvariable('p_grain')
      when 'week' then (refunded_on - date '0001-01-01') // 7
      when 'month' then year(refunded_on) * 12 + month(refunded_on) - 1
      when 'quarter' then year(refunded_on) * 4 + quarter(refunded_on) - 1
    end as period,
    case getvariable('p_grain')
      when 'week' then (first_ordered_on - date '0001-01-01') // 7
      when 'month' then year(first_ordered_on) * 12 + month(first_ordered_on) - 1
      when 'quarter' then year(first_ordered_on) * 4 + quarter(first_ordered_on) - 1
    end as first_period,
    amount
  from refunds
),
returned as (
  select
    period,
    sum(amount) as revenue,
    sum(amount) filter (first_period = period) as new_revenue
  from given_back
  group by period
),
observed as (
  select case getvariable('p_grain')
    when 'week' then (getvariable('p_observed_through') - date '0001-01-01') // 7
    when 'month' then year(getvariable('p_observed_through')) * 12 + month(getvariable('p_observed_through')) - 1
    when 'quarter' then year(getvariable('p_observed_through')) * 4 + quarter(getvariable('p_observed_through')) - 1
  end as period
),
reached as (
  select period from documents
  union all
  select period from returned
),
spine as (
  select unnest(range(min(reached.period), greatest(max(reached.period), max(observed.period)) + 1)) as period
  from reached
  cross join observed
),
counted as (
  select
    s.period,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (s.period * 7)::integer
      when 'month' then make_date(s.period // 12, s.period % 12 + 1, 1)
      when 'quarter' then make_date(s.period // 4, s.period % 4 * 3 + 1, 1)
    end as begins,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (s.period * 7 + 7)::integer
      when 'month' then make_date((s.period + 1) // 12, (s.period + 1) % 12 + 1, 1)
      when 'quarter' then make_date((s.period + 1) // 4, (s.period + 1) % 4 * 3 + 1, 1)
    end as next_begins,
    coalesce(d.orders, 0) as orders,
    coalesce(d.customers, 0) as customers,
    coalesce(d.new_customers, 0) as new_customers,
    coalesce(d.repeaters, 0) as repeaters,
    coalesce(d.revenue, 0) + coalesce(r.revenue, 0) as revenue,
    coalesce(d.new_revenue, 0) + coalesce(r.new_revenue, 0) as new_revenue,
    d.units,
    d.orders_with_units
  from spine as s
  left join documents as d using (period)
  left join returned as r using (period)
),
measured as (
  select
    *,
    revenue::double / nullif(orders, 0) as average_order_value,
    units / nullif(orders_with_units, 0) as units_per_order,
    repeaters / nullif(customers, 0) as repurchase_rate,
    case
      when next_begins - 1 > getvariable('p_observed_through') then 'partial'
      when begins < getvariable('p_first_day') then 'truncated'
      else 'complete'
    end as state
  from counted
),
ago as (
  select case getvariable('p_grain') when 'week' then 52 when 'month' then 12 when 'quarter' then 4 end as periods
),
compared as (
  select
    m.*,
    (m.revenue / if(p.revenue > 0, p.revenue, null) - 1) as revenue_previous_change,
    (m.revenue / if(y.revenue > 0, y.revenue, null) - 1) as revenue_year_change,
    (m.orders / nullif(p.orders, 0) - 1) as orders_previous_change,
    (m.orders / nullif(y.orders, 0) - 1) as orders_year_change,
    (m.customers / nullif(p.customers, 0) - 1) as customers_previous_change,
    (m.customers / nullif(y.customers, 0) - 1) as customers_year_change,
    (m.average_order_value / if(p.average_order_value > 0, p.average_order_value, null) - 1) as average_order_value_previous_change,
    (m.average_order_value / if(y.average_order_value > 0, y.average_order_value, null) - 1) as average_order_value_year_change,
    (m.units_per_order / if(p.units_per_order > 0, p.units_per_order, null) - 1) as units_per_order_previous_change,
    (m.units_per_order / if(y.units_per_order > 0, y.units_per_order, null) - 1) as units_per_order_year_change,
    m.repurchase_rate - p.repurchase_rate as repurchase_rate_previous_change,
    m.repurchase_rate - y.repurchase_rate as repurchase_rate_year_change
  from measured as m
  cross join ago
  left join measured as p on p.period = m.period - 1 and p.state = 'complete' and m.state = 'complete'
  left join measured as y on y.period = m.period - ago.periods and y.state = 'complete' and m.state = 'complete'
)
select
  begins::date as period,
  state::varchar as state,
  revenue::double as revenue,
  new_revenue::double as new_revenue,
  (revenue - new_revenue)::double as returning_revenue,
  orders::integer as orders,
  customers::integer as customers,
  new_customers::integer as new_customers,
  (customers - new_customers)::integer as returning_customers,
  average_order_value::double as average_order_value,
  units::double as units,
  units_per_order::double as units_per_order,
  repeaters::integer as repeaters,
  repurchase_rate::double as repurchase_rate,
  revenue_previous_change::double as revenue_previous_change,
  revenue_year_change::double as revenue_year_change,
  orders_previous_change::double as orders_previous_change,
  orders_year_change::double as orders_year_change,
  customers_previous_change::double as customers_previous_change,
  customers_year_change::double as customers_year_change,
  average_order_value_previous_change::double as average_order_value_previous_change,
  average_order_value_year_change::double as average_order_value_year_change,
  units_per_order_previous_change::double as units_per_order_previous_change,
  units_per_order_year_change::double as units_per_order_year_change,
  repurchase_rate_previous_change::double as repurchase_rate_previous_change,
  repurchase_rate_year_change::double as repurchase_rate_year_change
from compared
order by period;
