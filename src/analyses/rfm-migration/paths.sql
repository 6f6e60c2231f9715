-- grain: up to `paths`, one customer who was one at either date, with the scores at both; null at the date when not one
, earlier as (
  select *
  from scored
  where moment = 1
),
later as (
  select *
  from scored
  where moment = 2
),
paths as (
  select
    customer_id,
    earlier.r as r_before,
    earlier.f as f_before,
    earlier.m as m_before,
    later.r as r_after,
    later.f as f_after,
    later.m as m_after,
    earlier.recency as recency_before,
    later.recency as recency_after,
    earlier.frequency as frequency_before,
    later.frequency as frequency_after,
    earlier.revenue as revenue_before,
    later.revenue as revenue_after,
    coalesce(later.last_ordered_on, earlier.last_ordered_on) as last_ordered_on
  from earlier
  full join later using (customer_id)
)
