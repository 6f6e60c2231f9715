-- grain: one calendar period and one definition of the repurchase rate, from the first period with orders to the last observed
-- customer_*, order_*: purchases of the period: at least two in it; not the first of the whole history.
-- within_days: who bought for the first time in the period and has been observed for p_within days since.
-- next_window: who bought in the period and, in the one after it, again.
-- state: future: nothing can be known yet, the numbers are null; partial: the period, the days after it or the next period are
--   not over; truncated: the period begins before the first covered day; complete: all that is counted has been observed.
, spine as (
  select unnest(range(
    min(period),
    greatest(
      max(period),
      case getvariable('p_grain')
        when 'week' then (getvariable('p_observed_through') - date '0001-01-01') // 7
        when 'month' then year(getvariable('p_observed_through')) * 12 + month(getvariable('p_observed_through')) - 1
        when 'quarter' then year(getvariable('p_observed_through')) * 4 + quarter(getvariable('p_observed_through')) - 1
      end
    ) + 1
  )) as period
  from counted
),
edges as (
  select
    period,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (period * 7)::integer
      when 'month' then make_date(period // 12, period % 12 + 1, 1)
      when 'quarter' then make_date(period // 4, period % 4 * 3 + 1, 1)
    end as begins,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (period * 7 + 7)::integer
      when 'month' then make_date((period + 1) // 12, (period + 1) % 12 + 1, 1)
      when 'quarter' then make_date((period + 1) // 4, (period + 1) % 4 * 3 + 1, 1)
    end as next_begins,
    case getvariable('p_grain')
      when 'week' then date '0001-01-01' + (period * 7 + 14)::integer
      when 'month' then make_date((period + 2) // 12, (period + 2) % 12 + 1, 1)
      when 'quarter' then make_date((period + 2) // 4, (period + 2) % 4 * 3 + 1, 1)
    end as next_ends
  from spine
),
defined as (
  -- known_from, known_by: what has to have been observed, up to and with the day, for a period to be counted at all, in full.
  select
    d.place,
    d.definition,
    e.begins,
    case d.place
      when 5 then e.begins + getvariable('p_within')
      when 6 then e.next_begins
      else e.begins
    end as known_from,
    case d.place
      when 5 then e.next_begins - 1 + getvariable('p_within')
      when 6 then e.next_ends - 1
      else e.next_begins - 1
    end as known_by,
    case d.place
      when 1 then c.repeaters
      when 2 then c.days_repeaters
      when 3 then c.repeat_orders
      when 4 then c.repeat_days
      when 5 then c.returned
      when 6 then c.returned_next
    end as numerator,
    case d.place
      when 3 then c.orders
      when 4 then c.days
      when 5 then c.matured
      else c.customers
    end as denominator
  from (values
    (1, 'customer_orders'), (2, 'customer_days'), (3, 'order_orders'), (4, 'order_days'), (5, 'within_days'), (6, 'next_window')
  ) as d(place, definition)
  cross join edges as e
  left join counted as c on c.period = e.period
),
judged as (
  select
    place,
    definition,
    begins,
    case
      when known_from > getvariable('p_observed_through') then 'future'
      when known_by > getvariable('p_observed_through') then 'partial'
      when begins < getvariable('p_first_day') then 'truncated'
      else 'complete'
    end as state,
    if(known_from > getvariable('p_observed_through'), null, coalesce(numerator, 0)) as numerator,
    if(known_from > getvariable('p_observed_through'), null, coalesce(denominator, 0)) as denominator
  from defined
),
rated as (
  select
    *,
    numerator / nullif(denominator, 0) as rate,
    getvariable('p_z') * getvariable('p_z') / nullif(denominator, 0) as spread,
    place not in (3, 4) as is_of_customers
  from judged
),
bounded as (
  select
    *,
    (rate + spread / 2) / (1 + spread) as centre,
    sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread) as half
  from rated
)
select
  begins::date as period,
  definition::varchar as definition,
  state::varchar as state,
  numerator::integer as numerator,
  denominator::integer as denominator,
  rate::double as rate,
  (case when is_of_customers then if(numerator = 0, 0 * centre, centre - half) end)::double as low,
  (case when is_of_customers then if(numerator = denominator, 1 + 0 * centre, centre + half) end)::double as high
from bounded
order by begins, place;
