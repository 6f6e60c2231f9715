-- What a BG/NBD model is fitted on, as usually written: repeat purchase days, recency and age in days. The fit itself is
-- no query.
-- grain: one customer
select
  customer_key,
  (count(distinct ordered_at::date) - 1)::integer as x,
  (max(ordered_at)::date - min(ordered_at)::date)::integer as t_x,
  (getvariable('p_as_of') - min(ordered_at)::date)::integer as t
from lines
where customer_key is not null and amount > 0
group by customer_key
order by customer_key;
