-- grain: up to `alike`, one customer at one point: where customers are listed, and not counted
, alike as (
  select
    *,
    1 as customers
  from standing
)
