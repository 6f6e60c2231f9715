-- Rows that could not be read as fields at all: bytes that are no UTF-8, a record too long.
-- grain: one such row, with its place among the file's records and blank lines, and its text

create or replace table staging.rejected as
select
  line,
  any_value(csv_line) as csv_line
from rejects
group by line
order by line;
