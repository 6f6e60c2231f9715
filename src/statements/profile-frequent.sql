-- The values that a column holds most often. grain: one value, at most eight

select
  value::varchar as value,
  count(*)::integer as row_count
from "profiled column"
where value is not null
group by value
order by row_count desc, value
limit 8;
