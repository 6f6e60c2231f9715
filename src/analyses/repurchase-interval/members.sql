-- grain: one customer with purchase day p_step in scope, by the last observed day; the longest waits first
-- waited_days: from that day to the next purchase day in scope, or as far as observed for who has not come back.
-- p_waiting: only those who have not, waiting for p_from_day to p_to_day days. Else only those whose first order in scope of
-- that day has the value p_group of the dimension p_by.
with
seen as (
  select
    customer_id,
    ordered_on,
    day_number,
    order_number,
    coalesce(case getvariable('p_by')
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
      when 'category' then category
      when 'first_product' then first_product
    end, '') as value
  from orders
  where day_number >= getvariable('p_step')
    and ordered_on <= getvariable('p_observed_through')
),
waits as (
  select
    customer_id,
    min(ordered_on) filter (day_number = getvariable('p_step')) as started_on,
    min(ordered_on) filter (day_number > getvariable('p_step')) as returned_on,
    arg_min(value, order_number) as value
  from seen
  group by customer_id
  having started_on is not null
),
waited as (
  select
    *,
    coalesce(returned_on, getvariable('p_observed_through')) - started_on as waited_days
  from waits
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  w.started_on::date as started_on,
  w.returned_on::date as returned_on,
  w.waited_days::integer as waited_days,
  c.order_count::integer as orders,
  c.revenue::double as revenue,
  c.last_ordered_on::date as last_ordered_on
from waited as w
join customers as c using (customer_id)
where case
  when getvariable('p_waiting') then w.returned_on is null
    and w.waited_days >= getvariable('p_from_day')
    and w.waited_days <= coalesce(getvariable('p_to_day'), w.waited_days)
  else w.value = getvariable('p_group')
end
order by waited_days desc, revenue desc, customer_key;
