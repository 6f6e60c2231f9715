-- The notebook's filters as views over the canonical tables: analyses read these and never `shop.*`.
-- Order numbers and gaps were counted over whole histories at import; a filter never renumbers them.

create or replace view orders as
select *
from shop.orders
where ordered_on <= getvariable('p_as_of');

-- grain: one customer with an order in scope; totals are those of the scope
create or replace view customers as
with cut_off as (
  -- customers with an order after the as-of date; the totals of the import hold for all others, and are not added up again
  select customer_id
  from shop.customers
  where last_ordered_on > getvariable('p_as_of')
),
totals as (
  select
    customer_id,
    max(ordered_on) as last_ordered_on,
    count(*)::integer as order_count,
    sum(amount)::decimal(18, 4) as revenue
  from orders
  where customer_id in (select customer_id from cut_off)
  group by customer_id
)
select
  c.customer_id,
  c.customer_key,
  c.name,
  c.email,
  c.phone,
  c.region,
  c.first_ordered_on,
  c.last_ordered_on,
  c.order_count,
  c.revenue
from shop.customers as c
where c.last_ordered_on <= getvariable('p_as_of')
union all
select
  c.customer_id,
  c.customer_key,
  c.name,
  c.email,
  c.phone,
  c.region,
  c.first_ordered_on,
  t.last_ordered_on,
  t.order_count,
  t.revenue
from totals as t
join shop.customers as c using (customer_id);

create or replace view order_lines as
select
  l.customer_id,
  l.order_key,
  l.ordered_on,
  l.product_id,
  p.product,
  p.product_name,
  p.category,
  l.units,
  l.amount
from shop.order_lines as l
left join shop.products as p using (product_id)
where l.ordered_on <= getvariable('p_as_of');

create or replace view products as
select *
from shop.products;

create or replace view data_window as
select *
from shop.data_window;
