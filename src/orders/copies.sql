-- Rows that repeat another row in every column.
-- grain: one repeated row; the first of its kind is not here
-- is_copy: an earlier row of the same file is the same. is_overlap: a row of an earlier file is: the files cover the same
-- orders twice, whatever is thought of copies within one.

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
    row_number() over (partition by row_hash, file_no order by lines.rowid) > 1 as is_copy,
    file_no > min(file_no) over (partition by row_hash) as is_overlap
  from staging.lines as lines
  semi join repeated using (row_hash)
)
select *
from numbered
where is_copy or is_overlap;

-- Orders whose refunds a table of refunds tells of: none, unless there is one.
create or replace table staging.refunds_apart (order_key varchar);
