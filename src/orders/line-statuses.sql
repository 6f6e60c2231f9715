-- The values of the status column, most rows first; more than 200 are no statuses.
-- grain: one value

select
  status as value,
  count(*)::integer as rows,
  coalesce(sum(amount), 0)::decimal(38, 4)::varchar as amount
from staging.lines
group by status
order by count(*) desc, value
limit 200;
