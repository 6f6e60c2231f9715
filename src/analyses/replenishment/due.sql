-- grain: one product of one customer that is overdue, due this week or due next week; the soonest due first
-- basis: whose interval it is, `own` or `product`. overdue_days below zero: days still to go.
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  p.product::varchar as product,
  p.product_name::varchar as product_name,
  a.state::varchar as state,
  a.due_on::date as due_on,
  a.overdue_days::integer as overdue_days,
  a.last_on::date as last_bought_on,
  a.purchases::integer as purchases,
  a.usual_days::double as usual_days,
  if(a.is_own, 'own', 'product')::varchar as basis
from awaited as a
join customers as c using (customer_id)
join products as p using (product_id)
where a.state in ('overdue', 'this_week', 'next_week')
order by due_on, customer_key, product
