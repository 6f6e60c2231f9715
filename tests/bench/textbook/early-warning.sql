-- Who is late as usually written: time since the last purchase day against the customer's own mean gap.
-- grain: one level of lateness
with customers as (
  select
    customer_key,
    count(distinct ordered_at::date) as days,
    min(ordered_at)::date as first_on,
    max(ordered_at)::date as last_on,
    sum(amount) as revenue
  from lines
  where customer_key is not null and amount > 0
  group by customer_key
),
rhythms as (
  select
    revenue,
    (getvariable('p_as_of') - last_on) / nullif((last_on - first_on) / nullif(days - 1, 0), 0) as overdue
  from customers
)
select
  case
    when overdue is null then 'one_time'
    when overdue < 1.5 then 'steady'
    when overdue < 2.5 then 'watch'
    when overdue < 5 then 'at_risk'
    else 'lost'
  end as level,
  count(*)::integer as customers,
  median(overdue)::double as median_overdue,
  sum(revenue)::double as revenue
from rhythms
group by level
order by level;
