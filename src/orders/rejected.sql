-- Rows that could not be read as fields at all: bytes that are no UTF-8, a record too long.
-- grain: one such row of the files whose rows are kept, with its file, its place among the file's records and blank
-- lines, and its text

create or replace table staging.rejected as
select
  -- files are registered as imp/1.csv, imp/2.csv, …; those of the base come first
  parse_filename(s.file_path, true)::integer as file_no,
  r.line,
  any_value(r.csv_line) as csv_line
from rejects as r
join rejects_scan as s using (scan_id, file_id)
group by file_no, r.line
having file_no <= getvariable('p_base_files')
order by file_no, r.line;
