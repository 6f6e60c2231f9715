-- grain: one customer of the cohort whose first order of all lies from p_begins to the day before p_ends, with an order in
-- scope; the highest revenue first
-- first_ordered_on: of the whole history, which makes the cohort; the rest is that of the scope.
with cohort as (
  select
    customer_id,
    first_ordered_on
  from orders
  where first_ordered_on >= getvariable('p_begins')
    and first_ordered_on < getvariable('p_ends')
  group by customer_id, first_ordered_on
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  h.first_ordered_on::date as first_ordered_on,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from cohort as h
join customers as c using (customer_id)
order by c.revenue desc, customer_key;
