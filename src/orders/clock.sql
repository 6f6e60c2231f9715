-- Stamps on the shop's clock: those that carry an offset by way of UTC, the others from the file's zone, and days without
-- a time of day as they stand.
-- grain: one row of the file, in the order of the file, so that rowid stays its place
-- Of orders and of tables of refunds alike: the rows at hand are staging.stamped while they are converted.
-- p_own_starts, p_own_shifts: from when on (UTC) the shop's clock is how many seconds ahead of UTC.
-- p_file_starts, p_file_shifts: from when on (the file's clock) the shop's clock is how many seconds ahead of the file's;
-- empty where the file's zone is not known.

create or replace table staging.stamped as
with shifts as (
  select
    'own' as clock,
    unnest(getvariable('p_own_starts')::varchar[])::timestamp as starts_at,
    unnest(getvariable('p_own_shifts')::integer[]) as shift
  union all
  select
    'file' as clock,
    unnest(getvariable('p_file_starts')::varchar[])::timestamp as starts_at,
    unnest(getvariable('p_file_shifts')::integer[]) as shift
),
written as (
  select
    *,
    rowid as place,
    -- only what is judged a day later on can be counted with; `infinity` cannot
    case
      when ordered_at >= timestamp '1970-01-01' and ordered_at < timestamp '2100-01-01' then
        ordered_at - to_seconds(case when clock = 'own' then utc_offset else 0 end)
    end as by_its_clock
  from staging.stamped
)
select
  w.* exclude (place, by_its_clock, clock, utc_offset) replace (
    coalesce(w.by_its_clock + to_seconds(s.shift), w.ordered_at) as ordered_at
  ),
  coalesce((w.by_its_clock + to_seconds(s.shift))::date <> w.ordered_at::date, false) as is_other_day
from written as w
asof left join shifts as s
  on w.clock = s.clock
  and w.by_its_clock >= s.starts_at
order by w.place;
