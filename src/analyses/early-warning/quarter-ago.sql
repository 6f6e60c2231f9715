-- grain: `judged_on`, the one day on which customers are judged: 91 days before the last observed one, as if it were today
with judged_on as (
  select (getvariable('p_observed_through') - 91)::date as day
)
