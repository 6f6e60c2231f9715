-- grain: one band of customers by their repeat purchase days so far
-- active_customers: sum of P(alive); p_alive: its mean; expected_orders: purchase days within the horizon, all customers of
-- the band together; share: of all that is expected. Null where no model could be fitted.
with bands as (
  select *
  from (values ('0', 0, 0), ('1', 1, 1), ('2', 2, 2), ('3', 3, 3), ('4-6', 4, 6), ('7-12', 7, 12), ('13+', 13, 1000000))
    as t(frequency, from_x, to_x)
)
select
  b.frequency::varchar as frequency,
  b.from_x::integer as from_x,
  sum(s.customers)::integer as customers,
  sum(s.customers * s.p_alive)::double as active_customers,
  (sum(s.customers * s.p_alive) / sum(s.customers))::double as p_alive,
  sum(s.customers * s.expected_orders)::double as expected_orders,
  (sum(s.customers * s.expected_orders) / sum(s.customers))::double as expected_per_customer
from kernel.scores as s
join bands as b
  on s.x between b.from_x and b.to_x
group by b.frequency, b.from_x
order by from_x;
