-- The notebook's filters as views over the canonical tables: analyses read these and never `shop.*`.
-- Order numbers and gaps were counted over whole histories at import; a filter never renumbers them.

create or replace view orders as
select *
from shop.orders
where ordered_on <= getvariable('p_as_of');

-- grain: one refund at its own date
create or replace view refunds as
select *
from shop.refunds
where refunded_on <= getvariable('p_as_of');

-- grain: one customer with an order or a refund in scope; totals are those of the scope, revenue net of its refunds
-- A customer who has refunds only has no order, an `order_count` of 0 and no days.
create or replace view customers as
with cut_off as (
  -- customers with an order or refund after the as-of date; the totals of the import hold for all others, and are not added up again
  select customer_id
  from shop.customers
  where last_ordered_on > getvariable('p_as_of')
  union
  select customer_id
  from shop.refunds
  where refunded_on > getvariable('p_as_of')
),
documents as (
  select
    customer_id,
    ordered_on,
    amount
  from orders
  where customer_id in (select customer_id from cut_off)
  union all
  select
    customer_id,
    null as ordered_on,
    amount
  from refunds
  where customer_id in (select customer_id from cut_off)
),
totals as (
  select
    customer_id,
    min(ordered_on) as first_ordered_on,
    max(ordered_on) as last_ordered_on,
    count(ordered_on)::integer as order_count,
    sum(amount)::decimal(18, 4) as revenue
  from documents
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
where c.customer_id not in (select customer_id from cut_off)
union all
select
  c.customer_id,
  c.customer_key,
  c.name,
  c.email,
  c.phone,
  c.region,
  t.first_ordered_on,
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
