-- grain: one customer of the tenth p_decile, highest value first
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  c.email::varchar as email,
  c.phone::varchar as phone,
  r.rank::integer as rank,
  r.value::double as value,
  c.order_count::integer as order_count,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from ranked as r
cross join totals as t
join customers as c using (customer_id)
where ceil(10 * r.rank / t.customers) = getvariable('p_decile')
order by r.rank
