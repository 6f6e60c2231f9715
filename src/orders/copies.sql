-- Rows that repeat an earlier row of the file in every column.
-- grain: one repeated row; the first of its kind is not here

create or replace table staging.copies as
with repeated as (
  select row_hash
  from staging.lines
  group by row_hash
  having count(*) > 1
),
numbered as (
  select
    lines.rowid as row_id,
    row_number() over (partition by row_hash order by lines.rowid) as nth
  from staging.lines as lines
  semi join repeated using (row_hash)
)
select row_id
from numbered
where nth > 1;
