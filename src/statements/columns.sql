-- grain: one column of a view that every statement can read, in the order of the view
select
  table_name::varchar as relation,
  column_name::varchar as name,
  data_type::varchar as type
from duckdb_columns()
where schema_name = 'main'
  and database_name = 'memory'
  and not internal
order by table_name, column_index;
