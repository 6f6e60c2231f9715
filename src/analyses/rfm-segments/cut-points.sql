-- grain: one cut point of a dimension (r days, f orders, m revenue; scores where p_cut is mean-of-scores), ascending.
-- starts_at: the value of the customer who is just on the better side of it: for R the largest, else the smallest;
-- where no one is, one step past everyone. As fixed cut points these values give the same segments.
, points as (
  select 'r' as dimension, unnest(if(r_mean is null, r_cuts, [r_mean])) as value, generate_subscripts(if(r_mean is null, r_cuts, [r_mean]), 1) as position
  from cuts
  left join grade_means using (moment)
  union all
  select 'f', unnest(if(f_mean is null, f_cuts, [f_mean])), generate_subscripts(if(f_mean is null, f_cuts, [f_mean]), 1)
  from cuts
  left join grade_means using (moment)
  union all
  select 'm', unnest(if(m_mean is null, m_cuts, [m_mean])), generate_subscripts(if(m_mean is null, m_cuts, [m_mean]), 1)
  from cuts
  left join grade_means using (moment)
),
-- one row per dimension and score that occurs
reached as (
  select 'r' as dimension, r as score, max(recency) as best_at
  from scored
  group by r
  union all
  select 'f', f, min(frequency)
  from scored
  group by f
  union all
  select 'm', m, min(monetary)
  from scored
  group by m
),
extremes as (
  select min(recency) as most_recent, max(frequency) as most_frequent, max(monetary) as most_spent
  from scored
),
counts as (
  select dimension, count(*) as cut_points
  from points
  group by dimension
)
select
  points.dimension::varchar as dimension,
  points.position::integer as position,
  points.value::double as value,
  case points.dimension
    when 'r' then coalesce(max(reached.best_at), any_value(extremes.most_recent) - 1)
    when 'f' then coalesce(min(reached.best_at), any_value(extremes.most_frequent) + 1)
    else coalesce(min(reached.best_at), any_value(extremes.most_spent) + 1)
  end::double as starts_at
from points
join counts using (dimension)
cross join extremes
-- the first R cut point parts the best score from the rest, the first of F and M the worst
left join reached
  on reached.dimension = points.dimension
  and reached.score > if(points.dimension = 'r', counts.cut_points + 1 - points.position, points.position)
where points.value is not null
group by points.dimension, points.position, points.value
order by array_position(['r', 'f', 'm'], points.dimension), points.position
