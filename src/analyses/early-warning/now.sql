-- grain: `judged_on`, the one day on which customers are judged: the last observed one
with judged_on as (
  select getvariable('p_observed_through') as day
)
