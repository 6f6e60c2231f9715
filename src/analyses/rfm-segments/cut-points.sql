-- grain: one cut point of a dimension (r days, f orders, m revenue; scores where p_cut is mean-of-scores), ascending.
-- starts_at: the value of the customer who is just on the better side of it: for R the largest, else the smallest;
-- where no one is, one step past everyone. As fixed cut points these values give the same segments.
, in_force as (
  select
    any_value(r_points) as r_points,
    any_value(f_points) as f_points,
    any_value(m_points) as m_points
  from alike
),
points as (
  select 'r' as dimension, unnest(r_points) as value, generate_subscripts(r_points, 1) as position
  from in_force
  union all
  select 'f', unnest(f_points), generate_subscripts(f_points, 1)
  from in_force
  union all
  select 'm', unnest(m_points), generate_subscripts(m_points, 1)
  from in_force
),
-- one row per dimension and score that occurs
reached as (
  select 'r' as dimension, r as score, max(recency) as best_at
  from alike
  group by r
  union all
  select 'f', f, min(least_frequency)
  from alike
  group by f
  union all
  select 'm', m, min(least_monetary)
  from alike
  group by m
),
extremes as (
  select min(recency) as most_recent, max(most_frequency) as most_frequent, max(most_monetary) as most_spent
  from alike
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
