-- grain: one history of repeat purchases (x, t_x, T) that some customers share, in days
select
  x::integer as x,
  t_x::integer as t_x,
  t_days::integer as t_days,
  count(*)::integer as customers
from purchase_histories
group by x, t_x, t_days
order by x, t_days, t_x;
