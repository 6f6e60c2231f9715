-- grain: one combination of scores that has customers, for the check of the segment table
select
  scored.r::integer as r,
  scored.f::integer as f,
  scored.m::integer as m,
  count(*)::integer as customers
from scored
group by scored.r, scored.f, scored.m
order by scored.r, scored.f, scored.m
