-- grain: one segment of the scheme, in its order, those without customers too; p_segments lists them
, assigned as (
  select
    c.segment,
    a.recency,
    sum(a.customers) as customers,
    sum(a.orders) as orders,
    sum(a.revenue) as revenue
  from alike as a
  join cells as c using (r, f, m)
  group by c.segment, a.recency
),
ordered as (
  select
    *,
    sum(customers) over (partition by segment order by recency) as up_to,
    sum(customers) over (partition by segment) as everyone
  from assigned
),
totals as (
  -- the median is the mean of the middle two customers, who can be one
  select
    segment,
    sum(customers) as customers,
    sum(orders) as orders,
    sum(revenue) as revenue,
    (
      min(recency) filter (up_to * 2 >= everyone)
      + min(recency) filter (up_to * 2 >= everyone + 1)
    ) / 2 as median_recency_days
  from ordered
  group by segment
),
listed as (
  select unnest(getvariable('p_segments'), recursive := true)
),
whole as (
  select sum(customers) as customers, sum(revenue)::double as revenue
  from alike
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
