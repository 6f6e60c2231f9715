-- grain: one pair of segments, at the earlier date and at the later, that has customers; in the order of the scheme
-- from_segment is null for customers who had not ordered yet, to_segment for those without an order left in the history.
-- share_of_from: customers of the pair / all with this segment at the earlier date. Revenue is M at each date.
, pairs as (
  select
    r_before,
    f_before,
    m_before,
    r_after,
    f_after,
    m_after,
    count(*) as customers,
    sum(revenue_before) as revenue_before,
    sum(revenue_after) as revenue_after
  from paths
  group by r_before, f_before, m_before, r_after, f_after, m_after
),
moves as (
  select
    source.segment as from_segment,
    target.segment as to_segment,
    sum(customers) as customers,
    coalesce(sum(revenue_before), 0) as revenue_before,
    coalesce(sum(revenue_after), 0) as revenue_after
  from pairs
  left join cells as source on source.r = r_before and source.f = f_before and source.m = m_before
  left join cells as target on target.r = r_after and target.f = f_after and target.m = m_after
  group by source.segment, target.segment
),
listed as (
  select unnest(getvariable('p_segments'), recursive := true)
)
select
  moves.from_segment::varchar as from_segment,
  moves.to_segment::varchar as to_segment,
  case
    when moves.from_segment is null then 'new'
    when moves.to_segment is null then 'gone'
    when moves.from_segment = moves.to_segment then 'stayed'
    else 'moved'
  end::varchar as move,
  moves.customers::integer as customers,
  (moves.customers / sum(moves.customers) over (partition by moves.from_segment))::double as share_of_from,
  moves.revenue_before::double as revenue_before,
  moves.revenue_after::double as revenue_after
from moves
left join listed as source on source.segment = moves.from_segment
left join listed as target on target.segment = moves.to_segment
order by source.position nulls last, target.position nulls last
