-- The rows of the file that the preview shows: the first three used, then the first of each reason to set one aside.
-- grain: one row of the file

create or replace table staging.shown as
with used as (
  select
    row_id,
    reason
  from staging.judged
  where reason is null
  limit 3
),
set_aside as (
  select
    min(row_id) as row_id,
    reason
  from staging.judged
  where reason is not null
  group by reason
)
from used
union all
from set_aside;
