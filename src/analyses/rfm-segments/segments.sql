-- grain: one segment of the scheme, in its order, those without customers too; p_segments lists them
, assigned as (
  select scored.*, cells.segment
  from scored
  join cells using (r, f, m)
),
totals as (
  select
    segment,
    count(*) as customers,
    sum(orders) as orders,
    sum(revenue) as revenue,
    median(recency) as median_recency_days
  from assigned
  group by segment
),
listed as (
  select unnest(getvariable('p_segments'), recursive := true)
),
whole as (
  select count(*) as customers, sum(revenue)::double as revenue
  from scored
)
select
  listed.position::integer as position,
  listed.segment::varchar as segment,
  coalesce(totals.customers, 0)::integer as customers,
  -- a share of nothing is not a share; nor is a share of a negative total
  (coalesce(totals.customers, 0) / nullif(whole.customers, 0))::double as customer_share,
  coalesce(totals.orders, 0)::integer as orders,
  coalesce(totals.revenue, 0)::double as revenue,
  if(whole.revenue > 0, coalesce(totals.revenue, 0)::double / whole.revenue, null)::double as revenue_share,
  totals.median_recency_days::double as median_recency_days
from listed
left join totals using (segment)
cross join whole
order by position
