-- Weighted average of cohort retention at each age: Σ customers ÷ Σ size over complete cells only.
-- grain: one age. A cohort that reached the age without a return counts with 0; partial, truncated and future cells count
--   with neither customers nor size. n is Σ size, the customers an average stands on; where it is 0 there is no average.
-- `_without_first` leaves out the first cohort, whose “first” orders may lie before the file begins.
-- rate_low, rate_high: Wilson's 95 % interval of `rate`, as in cells.sql.
select
  a.age::integer as age,
  (sum(f.customers) / sum(f.size))::double as rate,
  coalesce(sum(f.size), 0)::integer as n,
  (sum(f.customers) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as rate_without_first,
  coalesce(sum(f.size) filter (where not f.is_first), 0)::integer as n_without_first,
  (sum(f.orders) / sum(f.size))::double as orders_per_customer,
  (sum(f.orders) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as orders_per_customer_without_first,
  (sum(f.revenue) / sum(f.size))::double as revenue_per_customer,
  (sum(f.revenue) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as revenue_per_customer_without_first,
  (sum(f.cumulative_customers) / sum(f.size))::double as cumulative_rate,
  (sum(f.cumulative_customers) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_rate_without_first,
  (sum(f.cumulative_orders) / sum(f.size))::double as cumulative_orders_per_customer,
  (sum(f.cumulative_orders) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_orders_per_customer_without_first,
  (sum(f.cumulative_revenue) / sum(f.size))::double as cumulative_revenue_per_customer,
  (sum(f.cumulative_revenue) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as cumulative_revenue_per_customer_without_first,
  (sum(f.on_or_after_customers) / sum(f.size))::double as on_or_after_rate,
  (sum(f.on_or_after_customers) filter (where not f.is_first) / sum(f.size) filter (where not f.is_first))::double as on_or_after_rate_without_first,
  if(sum(f.size) > 0, greatest(0, (
    sum(f.customers) + 1.920729410347062
    - 1.959963984540054 * sqrt(sum(f.customers) * (sum(f.size) - sum(f.customers)) / sum(f.size) + 0.960364705173531)
  ) / (sum(f.size) + 3.841458820694124)), null)::double as rate_low,
  if(sum(f.size) > 0, least(1, (
    sum(f.customers) + 1.920729410347062
    + 1.959963984540054 * sqrt(sum(f.customers) * (sum(f.size) - sum(f.customers)) / sum(f.size) + 0.960364705173531)
  ) / (sum(f.size) + 3.841458820694124)), null)::double as rate_high
from (select distinct age from filled) as a
left join filled as f on f.age = a.age and f.state = 'complete'
group by a.age
order by a.age;
