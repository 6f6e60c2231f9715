-- grain: one customer in state p_state with product p_product, or with any where that is ''; the soonest due first
-- Who waits for several products stands with the one that falls due first.
, chosen as (
  select
    a.*,
    p.product,
    p.product_name,
    row_number() over (partition by a.customer_id order by a.due_on, p.product) as place
  from awaited as a
  join products as p using (product_id)
  where a.state = getvariable('p_state')
    and (getvariable('p_product') = '' or p.product = getvariable('p_product'))
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  a.product::varchar as product,
  a.product_name::varchar as product_name,
  a.due_on::date as due_on,
  a.overdue_days::integer as overdue_days,
  a.last_on::date as last_bought_on,
  a.purchases::integer as purchases,
  a.usual_days::double as usual_days,
  c.revenue::double as revenue
from chosen as a
join customers as c using (customer_id)
where a.place = 1
order by due_on, customer_key
