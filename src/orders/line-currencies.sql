-- The values of the currency column, most rows first; more than 200 are no currencies.
-- grain: one value

select
  currency as value,
  count(*)::integer as rows,
  coalesce(sum(amount), 0)::decimal(38, 4)::varchar as amount
from staging.lines
group by currency
order by count(*) desc, value
limit 200;
