-- grain: one row for the scope
-- gini over n values sorted upwards = (2 × Σ place × value) ÷ (n × Σ value) − (n + 1) ÷ n, with place = n + 1 − rank: 0
-- where all customers are alike, (n − 1) ÷ n where one has everything. gini_adjusted = gini × n ÷ (n − 1), the
-- unbiased form for a sample, which reaches 1. half_customers: the fewest customers who together bring half.
select
  any_value(t.customers)::integer as customers,
  any_value(t.total)::double as total,
  (count(*) filter (where r.measured < 0))::integer as negative_customers,
  coalesce(sum(least(r.measured, 0)), 0)::double as negative_value,
  (
    2 * sum((t.customers + 1 - r.rank) * r.value) / nullif(any_value(t.customers * t.total), 0)
    - any_value((t.customers + 1) / t.customers)
  )::double as gini,
  (
    (
      2 * sum((t.customers + 1 - r.rank) * r.value) / nullif(any_value(t.customers * t.total), 0)
      - any_value((t.customers + 1) / t.customers)
    ) * any_value(t.customers / nullif(t.customers - 1, 0))
  )::double as gini_adjusted,
  (min(r.rank) filter (where t.total > 0 and r.running >= t.total / 2))::integer as half_customers,
  (max(r.running) filter (where r.rank <= ceil(t.customers * 1 / 100)) / nullif(any_value(t.total), 0))::double as top_1_share,
  (max(r.running) filter (where r.rank <= ceil(t.customers * 5 / 100)) / nullif(any_value(t.total), 0))::double as top_5_share,
  (max(r.running) filter (where r.rank <= ceil(t.customers * 10 / 100)) / nullif(any_value(t.total), 0))::double as top_10_share,
  (max(r.running) filter (where r.rank <= ceil(t.customers * 20 / 100)) / nullif(any_value(t.total), 0))::double as top_20_share,
  (max(r.running) filter (where r.rank <= ceil(t.customers * 50 / 100)) / nullif(any_value(t.total), 0))::double as top_50_share,
  (any_value(t.total) / any_value(t.customers))::double as mean,
  median(r.value)::double as median
from ranked as r
cross join totals as t
having count(*) > 0
order by customers
