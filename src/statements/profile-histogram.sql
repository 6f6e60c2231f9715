-- How a column of numbers, days or moments is spread. grain: one bin of equal width that holds rows, at most 20
-- Whole numbers and days get bins of whole width, from the lowest on; else the last bin holds the highest too.

with measured as (
  select
    min(place) as lowest,
    max(place) as highest,
    bool_and(place = floor(place)) as is_whole
  from "profiled column"
  where isfinite(place)
),
sized as (
  select
    lowest,
    case when is_whole then ceil((highest - lowest + 1) / 20) else (highest - lowest) / 20 end as width
  from measured
),
binned as (
  select
    least(coalesce(floor((p.place - s.lowest) / nullif(s.width, 0)), 0), 19) as bin,
    s.lowest,
    s.width
  from "profiled column" as p
  cross join sized as s
  where isfinite(p.place)
)
select
  bin::integer as bin,
  (lowest + bin * width)::double as bin_from,
  (lowest + (bin + 1) * width)::double as bin_to,
  count(*)::integer as row_count
from binned
group by bin, lowest, width
order by bin;
