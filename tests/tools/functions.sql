-- The functions a reader may want to write: of the engine's core, by name, not an operator and not an administrator's.
-- grain: one name; its parameters are those of the overload with the fewest, as far as the engine names them

with functions as (
  select
    function_name as name,
    function_type as kind,
    parameters,
    varargs,
    return_type,
    description
  from duckdb_functions()
  where function_type in ('scalar', 'aggregate', 'macro', 'table', 'table_macro')
    and regexp_full_match(function_name, '[a-z][a-z0-9_]*')
    -- files, settings, PostgreSQL's catalogue and this engine's inside are of no use in a notebook
    and not regexp_matches(function_name, '^(pg_|has_|inet_|duckdb_|pragma_|read_|arrow_|write_log|parse_duckdb|test_|which_secret|which_|sniff_|current_|session_user|user$|get(env|_block)|set_bit|nextval|currval|setseed|txid|in_search|is_histogram|col_desc|obj_desc|shobj|map_to_pg|format_(pg_type|type)|md5_number|array_to_string_comma|enable_|disable_|truncate_|checkpoint|force_|seq_scan|glob$|summary$|repeat_row|create_sort_key|add$|subtract$|multiply$|divide$|error$|can_cast|cast_to_type|vector_type|constant_or_null|finalize$|combine$|json|unbin$|invalid)')
),
usable as (
  -- zones need an extension that is not shipped
  select *
  from functions
  where coalesce(return_type, '') not like '%WITH TIME ZONE%'
),
ranked as (
  select
    *,
    row_number() over (partition by name order by len(parameters), parameters::varchar, return_type) as place,
    count(distinct return_type) over (partition by name) as return_types
  from usable
)
select
  name::varchar as name,
  case kind when 'table_macro' then 'table' when 'macro' then 'scalar' else kind end::varchar as kind,
  (array_to_string(parameters, ', ') || case when varargs is null then '' else ', …' end)::varchar as parameters,
  (case when return_types = 1 then lower(coalesce(return_type, '')) else '' end)::varchar as returns,
  coalesce(regexp_replace(regexp_extract(description, '^[^.\n]*'), '\s+', ' ', 'g'), '')::varchar as does
from ranked
where place = 1
order by name;
