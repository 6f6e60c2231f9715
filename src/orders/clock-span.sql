-- What stamps there are to convert, read before their clocks are known.
-- grain: one row; first and last stamp in milliseconds since 1970 on their own clocks, null without any

select
  epoch_ms(min(ordered_at) filter (where clock = 'file' or utc_offset is not null))::double as first_ms,
  epoch_ms(max(ordered_at) filter (where clock = 'file' or utc_offset is not null))::double as last_ms,
  coalesce(bool_or(clock = 'file'), false)::boolean as has_file_clock,
  coalesce(bool_or(clock = 'own'), false)::boolean as has_own_clock,
  -- days that an export writes with a midnight behind each are days all the same
  (count(*) filter (where clock <> 'day' and ordered_at <> date_trunc('day', ordered_at)) = 0)::boolean as is_days_only
from staging.stamped
where ordered_at >= timestamp '1970-01-01'
  and ordered_at < timestamp '2100-01-01';
