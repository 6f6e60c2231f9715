-- grain: one customer counted in a repurchase rate (p_definition), by p_part in its denominator or in its numerator, the
-- highest revenue first
-- What counts are purchases from p_begins to the day before p_ends, for next_window also those before p_next_ends; a
-- customer is of the group p_kind, p_value (by p_by) of their first order in scope, as in groups.sql; p_kind all: of any.
-- A value is itself whatever its rank: in a segment it stays so when others overtake it.
-- Definitions by order count orders: counted are those who placed one, in the numerator those who placed a repeat order.
-- orders, purchase_days: of those that count. is_repeat: in the numerator.
with
placed as (
  -- `orders` is stored sorted by customer and time: the row before is the customer's previous order in scope.
  select
    customer_id,
    ordered_on,
    order_number,
    day_number,
    case getvariable('p_by')
      when 'channel' then channel
      when 'store' then store
      when 'region' then region
      when 'coupon' then coupon
      when 'category' then category
      when 'first_product' then first_product
    end as value,
    ordered_on >= getvariable('p_begins') and ordered_on < getvariable('p_ends') as is_counted,
    lag(customer_id, 1, 0) over () as previous_customer,
    lag(ordered_on) over () as previous_day,
    lag(day_number) over () as previous_number
  from orders
),
people as (
  select
    customer_id,
    max(value) filter (customer_id <> previous_customer) as value,
    count(*) filter (is_counted) as orders,
    count(distinct ordered_on) filter (is_counted) as purchase_days,
    count(*) filter (is_counted and order_number > 1) as repeat_orders,
    count(*) filter (is_counted and day_number > 1) as repeat_day_orders,
    bool_or(
      is_counted and day_number = 1 and ordered_on + getvariable('p_within') <= getvariable('p_observed_through')
    ) as is_matured,
    coalesce(bool_or(
      customer_id = previous_customer and ordered_on <> previous_day and previous_number = 1
      and previous_day >= getvariable('p_begins') and previous_day < getvariable('p_ends')
      and ordered_on - previous_day <= getvariable('p_within')
      and previous_day + getvariable('p_within') <= getvariable('p_observed_through')
    ), false) as has_returned,
    bool_or(ordered_on >= getvariable('p_ends') and ordered_on < getvariable('p_next_ends')) as is_in_next
  from placed
  group by customer_id
),
ranked as (
  select
    value,
    row_number() over (order by value is null, count(*) desc, value) as rank
  from people
  group by value
),
wanted as (
  select value
  from ranked
  where case getvariable('p_kind')
    when 'all' then true
    when 'blank' then value is null
    when 'others' then value is not null and rank > 50
    when 'value' then value = getvariable('p_value')
    else false
  end
),
judged as (
  select
    p.customer_id,
    p.orders,
    p.purchase_days,
    case getvariable('p_definition')
      when 'within_days' then p.is_matured
      else p.orders > 0
    end as is_in_denominator,
    case getvariable('p_definition')
      when 'customer_orders' then p.orders > 1
      when 'customer_days' then p.purchase_days > 1
      when 'order_orders' then p.repeat_orders > 0
      when 'order_days' then p.repeat_day_orders > 0
      when 'within_days' then p.has_returned
      when 'next_window' then p.orders > 0 and p.is_in_next
    end as is_repeat
  from people as p
  join wanted as w on w.value is not distinct from p.value
)
select
  c.customer_key::varchar as customer_key,
  c.name::varchar as name,
  j.is_repeat::boolean as is_repeat,
  j.orders::integer as orders,
  j.purchase_days::integer as purchase_days,
  c.revenue::double as revenue,
  c.first_ordered_on::date as first_ordered_on,
  c.last_ordered_on::date as last_ordered_on
from judged as j
join customers as c using (customer_id)
where case getvariable('p_part')
  when 'denominator' then j.is_in_denominator
  when 'numerator' then j.is_repeat
  else false
end
order by c.revenue desc, customer_key;
