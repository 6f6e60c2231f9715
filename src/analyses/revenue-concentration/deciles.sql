-- grain: one tenth of the customers, from those with the highest value (1) to those with the lowest (10)
-- A customer of rank r among n is in tenth ⌈10 × r ÷ n⌉: sizes differ by one at most, and with fewer than ten customers
-- some tenths are empty. share: of the value of all.
select
  (ceil(10 * r.rank / t.customers))::integer as decile,
  count(*)::integer as customers,
  sum(r.value)::double as value,
  (sum(r.value) / nullif(any_value(t.total), 0))::double as share,
  (max(r.running) / nullif(any_value(t.total), 0))::double as cumulative_share,
  avg(r.value)::double as mean,
  min(r.value)::double as lowest,
  max(r.value)::double as highest
from ranked as r
cross join totals as t
group by ceil(10 * r.rank / t.customers)
order by decile
