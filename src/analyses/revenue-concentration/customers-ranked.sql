-- grain: up to `ranked`, one customer with an order in scope. The head of every query of this analysis.
-- value: revenue net of refunds in scope, or orders, or units (p_measure). Below 0 (more given back than bought) counts
-- as 0: a share of a total that holds negative parts can exceed 1. rank: 1 for the highest value; equal values follow
-- the order of the customers' keys, so that the order of the rows in the file changes nothing. running: from the top.
with unit_counts as (
  select
    customer_id,
    sum(units) as units
  from orders
  where getvariable('p_measure') = 'units'
  group by customer_id
),
valued as (
  select
    c.customer_id,
    case getvariable('p_measure')
      when 'units' then coalesce(u.units, 0)
      when 'orders' then c.order_count::double
      else c.revenue::double
    end as measured
  from customers as c
  left join unit_counts as u using (customer_id)
  where c.order_count > 0
),
ranked as (
  select
    customer_id,
    measured,
    greatest(measured, 0) as value,
    row_number() over from_the_top as rank,
    sum(greatest(measured, 0)) over from_the_top as running
  from valued
  window from_the_top as (order by greatest(measured, 0) desc, customer_id rows between unbounded preceding and current row)
)
