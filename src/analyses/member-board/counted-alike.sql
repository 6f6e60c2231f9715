-- grain: up to `alike`, customers of one point whom no flag tells apart: a sixth of them or less, as every flag takes its time
, alike as (
  select
    * exclude (customer_id),
    count(*) as customers
  from standing
  group by all
)
