-- What winning the customers of each cohort has cost, from a file of costs.
-- grain: one calendar period, as of the cohorts, that begins and, as far as it is observed, ends within the days of the file;
--   none without such a file, and none in which nothing was spent
-- A cost that was spent over several days has been spent in equal parts on each: a week has its share of a month's.
with
steps as (
  select case getvariable('p_grain')
    when 'week' then interval 7 day
    when 'month' then interval 1 month
    when 'quarter' then interval 3 month
  end as step
),
covered as (
  select
    min(from_day) as from_day,
    max(through_day) as through_day
  from costs
),
begun as (
  select
    unnest(range(
      date_trunc(getvariable('p_grain'), c.from_day)::timestamp,
      (c.through_day + 1)::timestamp,
      s.step
    ))::date as begins,
    c.from_day,
    c.through_day,
    s.step
  from covered as c
  cross join steps as s
),
periods as (
  select
    begins,
    least((begins + step)::date - 1, getvariable('p_observed_through')) as ends
  from begun
  where begins >= from_day
    and begins <= getvariable('p_observed_through')
    and least((begins + step)::date - 1, getvariable('p_observed_through')) <= through_day
)
select
  p.begins::date as cohort,
  sum(
    c.amount::double * (least(c.through_day, p.ends) - greatest(c.from_day, p.begins) + 1)
      / (c.through_day - c.from_day + 1)
  )::double as cost
from periods as p
join costs as c
  on c.from_day <= p.ends
  and c.through_day >= p.begins
group by p.begins
having cost > 0
order by cohort;
