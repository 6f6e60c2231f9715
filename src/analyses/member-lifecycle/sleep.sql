-- Sleepers by length of sleep, and how likely a sleeper is to wake.
-- grain: one length of sleep in whole periods without an order, from 0 to the longest there is
-- customers, revenue: those asleep for so long at the end of the last complete period, and all they ever brought in scope;
--   length 0 is who ordered in that period or since, so that the customers add up to all in scope.
-- at_risk: sleeps (a customer can have several) that had lasted so long and could be watched for one complete period more;
--   woken: those that ended in it; wake_rate = woken ÷ at_risk. Length 0 is the retention of the next period, pooled.
-- Sleeps that go on are censored: a life table, in which nobody counts as lost for not having had the time to return.
, last_complete as (
  -- the period before that of the day after the last observed one
  select
    case getvariable('p_grain')
      when 'day' then day_after - date '0001-01-01'
      when 'week' then (day_after - date '0001-01-01') // 7
      when 'month' then year(day_after) * 12 + month(day_after) - 1
      when 'quarter' then year(day_after) * 4 + quarter(day_after) - 1
    end - 1 as last_period
  from (select (getvariable('p_observed_through') + 1)::date as day_after)
),
-- Grouped three ways at once: sleeps by when they began, by when they ended, and by how long they were.
grouped as (
  select
    period,
    previous_period,
    period - previous_period - 1 as sleep,
    grouping(period) = 0 as is_by_end,
    grouping(previous_period) = 0 as is_by_start,
    count(*) as sleeps
  from visits, last_complete
  where period <= last_period
  group by grouping sets ((period), (previous_period), (period - previous_period - 1))
),
began as (
  select period, sleeps from grouped where is_by_end
),
ended as (
  select previous_period as period, sleeps from grouped where is_by_start and previous_period is not null
),
woken as (
  select sleep, sum(sleeps) as woken
  from grouped
  where not is_by_end and not is_by_start and sleep is not null
  group by sleep
),
ongoing as (
  select last_period - b.period as sleep, b.sleeps - coalesce(e.sleeps, 0) as ongoing
  from began as b
  left join ended as e using (period)
  cross join last_complete
),
asleep as (
  select
    greatest(last_period - case getvariable('p_grain')
      when 'day' then last_ordered_on - date '0001-01-01'
      when 'week' then (last_ordered_on - date '0001-01-01') // 7
      when 'month' then year(last_ordered_on) * 12 + month(last_ordered_on) - 1
      when 'quarter' then year(last_ordered_on) * 4 + quarter(last_ordered_on) - 1
    end, 0) as sleep,
    count(*) as customers,
    sum(revenue) as revenue
  from customers, last_complete
  where first_ordered_on <= getvariable('p_observed_through')
  group by sleep
),
lengths as (
  select unnest(range(max(sleep) + 1)) as sleep
  from (
    select sleep from asleep
    union all
    select sleep from woken
    union all
    -- who ordered again in a period that is not over has still slept through the complete ones before it
    select sleep from ongoing where ongoing > 0
  )
),
filled as (
  select
    sleep,
    coalesce(customers, 0) as customers,
    coalesce(revenue, 0) as revenue,
    coalesce(woken, 0) as woken,
    coalesce(ongoing, 0) as ongoing
  from lengths
  left join asleep using (sleep)
  left join woken using (sleep)
  left join ongoing using (sleep)
),
watched as (
  -- A sleep that goes on for n periods has been watched while its length was 0 to n − 1.
  select
    *,
    sum(woken + ongoing) over (order by sleep desc) - ongoing as at_risk
  from filled
)
select
  sleep::integer as sleep,
  customers::integer as customers,
  (customers / nullif(sum(customers) over (), 0))::double as customer_share,
  revenue::double as revenue,
  at_risk::integer as at_risk,
  woken::integer as woken,
  (woken / nullif(at_risk, 0))::double as wake_rate
from watched
order by sleep;
