-- grain: up to `points`, one end of a period: 0 of the last complete one, 1 of the one before. The beginning of every query of this
--   analysis.
-- period: calendar day, week from Monday or month of the shop's own clock, by p_grain; window: the p_window periods that end
--   with the point.
with bounds as (
  select
    case getvariable('p_grain')
      when 'day' then day_after
      when 'week' then date '0001-01-01' + ((day_after - date '0001-01-01') // 7 * 7)::integer
      when 'month' then date_trunc('month', day_after)::date
    end as current_begins,
    case getvariable('p_grain')
      when 'day' then interval 1 day
      when 'week' then interval 7 day
      when 'month' then interval 1 month
    end as step
  from (select (getvariable('p_observed_through') + 1)::date as day_after)
),
points as (
  select
    point::integer as point,
    (current_begins - (point + 1) * step)::date as begins,
    (current_begins - point * step)::date as next_begins,
    (current_begins - (point + getvariable('p_window')) * step)::date as window_begins,
    begins >= getvariable('p_first_day') as is_complete,
    (begins - step)::date >= getvariable('p_first_day') as has_period_before
  from bounds, (values (0), (1)) as t(point)
)
