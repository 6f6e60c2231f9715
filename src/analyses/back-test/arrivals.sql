-- grain: one month of the hold-out, counted from the split
-- days: from the split to the end of the month; actual: purchase days in it of customers with an order by the split;
-- new_customer_orders: purchase days of those who came after it, whom no method forecasts.
, days as (
  select
    d.ordered_on,
    count(h.customer_id) as known,
    count(*) - count(h.customer_id) as new
  from purchase_days as d
  left join split_histories as h using (customer_id)
  where d.ordered_on > getvariable('p_split')
  group by d.ordered_on
),
months as (
  select
    month,
    coalesce(getvariable('p_month_ends')[month - 1]::date, getvariable('p_split')) as after,
    getvariable('p_month_ends')[month]::date as through
  from (select unnest(range(1, len(getvariable('p_month_ends')) + 1)) as month)
)
select
  m.month::integer as month,
  m.through::date as through,
  (m.through - getvariable('p_split'))::integer as days,
  coalesce(sum(d.known), 0)::integer as actual,
  coalesce(sum(d.new), 0)::integer as new_customer_orders
from months as m
left join days as d
  on d.ordered_on > m.after
  and d.ordered_on <= m.through
group by m.month, m.through
order by month;
