-- grain: up to `alike`, customers with the same scores and the same recency. Follows `scored`; the beginning of the results
-- that count customers.
-- r_points, f_points, m_points: the cut points in use, the same in every row; on scores where p_cut is mean-of-scores.
, in_use as (
  select
    if(r_mean is null, r_cuts, [r_mean]) as r_points,
    if(f_mean is null, f_cuts, [f_mean]) as f_points,
    if(m_mean is null, m_cuts, [m_mean]) as m_points
  from cuts
  left join grade_means using (moment)
),
counted as (
  select
    r,
    f,
    m,
    recency,
    count(*) as customers,
    sum(orders) as orders,
    sum(revenue) as revenue,
    min(frequency) as least_frequency,
    max(frequency) as most_frequency,
    min(monetary) as least_monetary,
    max(monetary) as most_monetary
  from scored
  group by r, f, m, recency
),
alike as (
  select *
  from counted
  cross join in_use
)
