-- Growth accounting: who was active in each period, by where they came from.
-- grain: one period from that of the first order in scope to that of the last observed day, those without orders too
-- active = new + retained + resurrected; active(t) − active(t−1) = new + resurrected − churned.
-- new: the customer's first order of the whole history lies in the period; retained: ordered in the period before as well;
--   resurrected (回流): ordered before, but not in the period just before; under a filter of anything but days, also who
--   orders in scope for the first time and elsewhere before.
-- churned: ordered in the period before and not in this one, so far “not active”, not “gone”.
-- dormant: ordered in an earlier period and not in this one, those just churned included.
-- state: partial: the period ends after the last observed day: churned, dormant and the ratios are not known yet, null and
--   not 0; truncated: it began before the first covered day; complete: all its days are covered.
-- In the first period nobody can be retained or churned. Where the days are narrowed from a day on, who came from before
--   cannot be told apart: retained and resurrected of that period are null.
, counted as (
  select
    period,
    count(*) as active,
    count(*) filter (is_new) as begun,
    count(*) filter (period - previous_period = 1) as retained,
    count(*) filter (previous_period is null) as first_in_scope
  from visits
  group by period
),
observed as (
  select
    case getvariable('p_grain')
      when 'day' then getvariable('p_observed_through') - date '0001-01-01'
      when 'week' then (getvariable('p_observed_through') - date '0001-01-01') // 7
      when 'month' then year(getvariable('p_observed_through')) * 12 + month(getvariable('p_observed_through')) - 1
      when 'quarter' then year(getvariable('p_observed_through')) * 4 + quarter(getvariable('p_observed_through')) - 1
    end as period
),
spine as (
  select unnest(range(min(counted.period), any_value(observed.period) + 1)) as period
  from counted, observed
),
filled as (
  select
    period,
    period = min(period) over () as is_first,
    coalesce(active, 0) as active,
    coalesce(begun, 0) as begun,
    coalesce(retained, 0) as retained,
    coalesce(active, 0) - coalesce(begun, 0) - coalesce(retained, 0) as resurrected,
    lag(coalesce(active, 0)) over (order by period) as active_before,
    sum(coalesce(first_in_scope, 0)) over (order by period) as customers
  from spine
  left join counted using (period)
),
calendar as (
  select
    *,
    case getvariable('p_grain')
      when 'day' then date '0001-01-01' + period::integer
      when 'week' then date '0001-01-01' + (period * 7)::integer
      when 'month' then make_date(period // 12, period % 12 + 1, 1)
      when 'quarter' then make_date(period // 4, period % 4 * 3 + 1, 1)
    end as begins,
    case getvariable('p_grain')
      when 'day' then date '0001-01-01' + (period + 1)::integer
      when 'week' then date '0001-01-01' + (period * 7 + 7)::integer
      when 'month' then make_date((period + 1) // 12, (period + 1) % 12 + 1, 1)
      when 'quarter' then make_date((period + 1) // 4, (period + 1) % 4 * 3 + 1, 1)
    end as next_begins
  from filled
),
judged as (
  select
    *,
    case
      when next_begins - 1 > getvariable('p_observed_through') then 'partial'
      when begins < getvariable('p_first_day') then 'truncated'
      else 'complete'
    end as state,
    is_first and getvariable('p_from') is not null as is_cut
  from calendar
)
select
  begins::date as period,
  state::varchar as state,
  active::integer as active,
  begun::integer as new,
  if(is_cut, null, retained)::integer as retained,
  if(is_cut, null, resurrected)::integer as resurrected,
  if(state = 'partial', null, active_before - retained)::integer as churned,
  if(state = 'partial', null, customers - active)::integer as dormant,
  if(state = 'partial', null, active - active_before)::integer as change,
  if(state = 'partial', null, (begun + resurrected) / nullif(active_before - retained, 0))::double as quick_ratio,
  if(state = 'partial', null, retained / nullif(active_before, 0))::double as retention,
  if(state = 'partial', null, 1 - retained / nullif(active_before, 0))::double as churn_rate
from judged
order by period;
