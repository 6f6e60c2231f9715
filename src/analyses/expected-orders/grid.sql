-- grain: one band of repeat purchase days so far × one band of days since the last purchase day, where there are customers
-- p_alive and expected_per_customer: means over the customers of the cell; expected_orders: of all of them together.
with frequencies as (
  select *
  from (values ('0', 0, 0), ('1', 1, 1), ('2', 2, 2), ('3', 3, 3), ('4-6', 4, 6), ('7-12', 7, 12), ('13+', 13, 1000000))
    as t(frequency, from_x, to_x)
),
recencies as (
  select *
  from (
    values ('0-29', 0, 29), ('30-59', 30, 59), ('60-89', 60, 89), ('90-179', 90, 179), ('180-364', 180, 364), ('365+', 365, 1000000)
  ) as t(recency, from_days, to_days)
)
select
  f.frequency::varchar as frequency,
  f.from_x::integer as from_x,
  r.recency::varchar as recency,
  r.from_days::integer as from_days,
  sum(s.customers)::integer as customers,
  (sum(s.customers * s.p_alive) / sum(s.customers))::double as p_alive,
  sum(s.customers * s.expected_orders)::double as expected_orders,
  (sum(s.customers * s.expected_orders) / sum(s.customers))::double as expected_per_customer
from kernel.scores as s
join frequencies as f
  on s.x between f.from_x and f.to_x
join recencies as r
  on s.t_days - s.t_x between r.from_days and r.to_days
group by f.frequency, f.from_x, r.recency, r.from_days
order by from_x, from_days;
