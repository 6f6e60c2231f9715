-- grain: one history before the split (x, t_x, t_days) and number of purchase days after it that some customers share
select
  x::integer as x,
  t_x::integer as t_x,
  t_days::integer as t_days,
  actual::integer as actual,
  count(*)::integer as customers
from split_histories
group by all
order by x, t_days, t_x, actual;
