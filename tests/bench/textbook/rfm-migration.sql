-- RFM at two dates as usually written: NTILE scores now and three months ago, then who moved where.
-- grain: one pair of scores, then and now; null then for customers who had not bought yet
with dates as (
  select unnest([getvariable('p_as_of'), (getvariable('p_as_of') - interval 3 month)::date]) as as_of
),
totals as (
  select
    as_of,
    customer_key,
    as_of - max(ordered_at)::date as recency,
    count(distinct order_key) as frequency,
    sum(amount) as monetary
  from lines
  join dates on ordered_at < as_of + 1
  where customer_key is not null and amount > 0
  group by as_of, customer_key
),
scored as (
  select
    as_of,
    customer_key,
    ntile(5) over (partition by as_of order by recency desc) as r,
    ntile(5) over (partition by as_of order by frequency + monetary / 1e9) as fm
  from totals
)
select
  earlier.r::integer as r_then,
  earlier.fm::integer as fm_then,
  later.r::integer as r_now,
  later.fm::integer as fm_now,
  count(*)::integer as customers
from scored as later
left join scored as earlier on earlier.customer_key = later.customer_key and earlier.as_of < later.as_of
where later.as_of = getvariable('p_as_of')
group by all
order by all;
