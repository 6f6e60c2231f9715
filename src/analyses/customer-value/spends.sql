-- grain: one number of repeat purchases and mean spend of them that some customers share
-- mean_spend: the mean amount of a repeat purchase day, the first left out; it can be 0 or less.
select
  x::integer as x,
  repeat_spend::double as mean_spend,
  count(*)::integer as customers
from purchase_histories
where x > 0
group by x, repeat_spend
order by x, mean_spend;
