-- What a column holds. grain: one row
-- "profiled column" is put in front: the column as `value`, and as `place` its number; see profile.ts.

select
  count(*)::integer as row_count,
  (count(*) - count(value))::integer as nulls,
  count(distinct value)::integer as distinct_values,
  min(value)::varchar as lowest,
  max(value)::varchar as highest
from "profiled column";
