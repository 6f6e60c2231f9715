-- grain: one row: the customers ranked and what they add up to. Comes before the rest of each query.
, totals as (
  select
    count(*) as customers,
    coalesce(max(running), 0) as total
  from ranked
)
