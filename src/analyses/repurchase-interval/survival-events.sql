-- grain: one length of wait in days, from the n-th purchase day (p_step) on
-- events: customers who came back after exactly so many days, to a purchase day in scope; censored: customers seen
-- waiting so long and not back by p_observed_through, the last day whose orders are all known. They may still come:
-- never counted as lost. Who began to wait out of scope is not followed: nobody would be seen to have left early.
-- No join is needed: of all who began to wait on a day, those who came back are taken off; the rest are waiting.
, started as (
  select getvariable('p_observed_through') - ordered_on as days_observed, count(*) as customers
  from purchase_days
  where day_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
  group by days_observed
),
returned as (
  select
    days_since_previous as days_waited,
    getvariable('p_observed_through') - ordered_on + days_since_previous as days_observed
  from purchase_days
  where previous_number = getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
),
leaving as (
  select days_observed as day, 0 as events, customers as censored
  from started
  union all
  select days_observed as day, 0 as events, -count(*) as censored
  from returned
  group by days_observed
  union all
  select days_waited as day, count(*) as events, 0 as censored
  from returned
  group by days_waited
)
select
  day::integer as day,
  sum(events)::integer as events,
  sum(censored)::integer as censored,
  getvariable('p_confidence')::double as confidence
from leaving
group by day
having sum(events) > 0 or sum(censored) > 0
order by day;
