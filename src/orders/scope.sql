-- The notebook's filters as views over the canonical tables: analyses read these and never `shop.*`.
-- Order numbers and gaps were counted over whole histories at import; a filter never renumbers them.
-- A variable that is not set, and an empty list, narrow nothing; '' in a list stands for blank. Variables are constants to
-- the planner, so that a filter that is not asked for leaves no trace in the plan.
-- Membership is read from a set of bits: a join could not be planned away, and would not keep the order of the rows.

create or replace view orders as
select *
from shop.orders
where ordered_on <= getvariable('p_as_of')
  and (getvariable('p_from') is null or ordered_on >= getvariable('p_from'))
  and (getvariable('p_to') is null or ordered_on <= getvariable('p_to'))
  and (coalesce(len(getvariable('p_channel')), 0) = 0 or list_contains(getvariable('p_channel'), coalesce(channel, '')))
  and (coalesce(len(getvariable('p_store')), 0) = 0 or list_contains(getvariable('p_store'), coalesce(store, '')))
  and (coalesce(len(getvariable('p_region')), 0) = 0 or list_contains(getvariable('p_region'), coalesce(region, '')))
  and (coalesce(len(getvariable('p_coupon')), 0) = 0 or list_contains(getvariable('p_coupon'), coalesce(coupon, '')))
  and (coalesce(len(getvariable('p_category')), 0) = 0 or list_contains(getvariable('p_category'), coalesce(category, '')))
  and (coalesce(len(getvariable('p_first_product')), 0) = 0 or list_contains(getvariable('p_first_product'), coalesce(first_product, '')))
  and (not coalesce(getvariable('p_in_segment'), false) or get_bit(getvariable('p_segment_members')::bit, customer_id) = 1);

-- grain: one refund at its own date
-- A refund document names no channel, store, region, coupon, category or product: under such a filter there is none.
create or replace view refunds as
select *
from shop.refunds
where refunded_on <= getvariable('p_as_of')
  and (getvariable('p_from') is null or refunded_on >= getvariable('p_from'))
  and (getvariable('p_to') is null or refunded_on <= getvariable('p_to'))
  and coalesce(len(getvariable('p_channel')), 0) = 0
  and coalesce(len(getvariable('p_store')), 0) = 0
  and coalesce(len(getvariable('p_region')), 0) = 0
  and coalesce(len(getvariable('p_coupon')), 0) = 0
  and coalesce(len(getvariable('p_category')), 0) = 0
  and coalesce(len(getvariable('p_first_product')), 0) = 0
  and (not coalesce(getvariable('p_in_segment'), false) or get_bit(getvariable('p_segment_members')::bit, customer_id) = 1);

-- grain: one customer with an order or a refund in scope; totals are those of the scope, revenue net of its refunds
-- A customer who has refunds only has no order, an `order_count` of 0 and no days.
create or replace view customers as
with cut_off as not materialized (
  -- customers with an order or refund after the as-of date; the totals of the import hold for all others, and are not
  -- added up again unless more than the as-of date narrows; kept, it would have every column of all customers read
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
  where not coalesce(getvariable('p_narrowed'), false)
    and customer_id in (select customer_id from cut_off)
  union all
  select
    customer_id,
    null as ordered_on,
    amount
  from refunds
  where not coalesce(getvariable('p_narrowed'), false)
    and customer_id in (select customer_id from cut_off)
  union all
  select
    customer_id,
    ordered_on,
    amount
  from orders
  where coalesce(getvariable('p_narrowed'), false)
  union all
  select
    customer_id,
    null as ordered_on,
    amount
  from refunds
  where coalesce(getvariable('p_narrowed'), false)
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
where not coalesce(getvariable('p_narrowed'), false)
  and c.customer_id not in (select customer_id from cut_off)
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

-- grain: one line of an order in scope; a line that is dated after its order's day counts by its own
create or replace view order_lines as
with counted as (
  select *
  from shop.order_lines
  where ordered_on <= getvariable('p_as_of')
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select l.*
  from shop.order_lines as l
  semi join orders as o
    on o.customer_id = l.customer_id
    and o.order_key = l.order_key
  where l.ordered_on <= getvariable('p_as_of')
    and coalesce(getvariable('p_narrowed'), false)
),
named as (
  -- by product_id, which is dense: a join would be made by questions that ask for no name too, and need not keep the order
  select
    list(product order by product_id) as products,
    list(product_name order by product_id) as names,
    list(category order by product_id) as categories
  from shop.products
)
select
  l.customer_id,
  l.order_key,
  l.ordered_on,
  l.product_id,
  n.products[l.product_id] as product,
  n.names[l.product_id] as product_name,
  n.categories[l.product_id] as category,
  l.units,
  l.amount,
  l.days_since_first,
  l.days_since_same
from counted as l
cross join named as n;

create or replace view products as
select *
from shop.products;

-- grain: one member registered by the as-of date
-- A file of members names nothing that filters narrow by: under one, members are those with an order or refund in scope.
create or replace view members as
select *
from shop.members
where registered_on <= getvariable('p_as_of')
  and not coalesce(getvariable('p_narrowed'), false)
union all
select *
from shop.members
where registered_on <= getvariable('p_as_of')
  and coalesce(getvariable('p_narrowed'), false)
  and customer_id in (select customer_id from customers);

-- grain: one row of a file of costs that begins by the as-of date
-- Money is spent on all who are won by it: under any filter but the as-of date there is none.
create or replace view costs as
select *
from shop.costs
where from_day <= getvariable('p_as_of')
  and not coalesce(getvariable('p_narrowed'), false);

create or replace view data_window as
select *
from shop.data_window;

-- Who is in the segments that runs were narrowed to, each worked out once: made anew, and so emptied, with the tables.
create schema if not exists scope;

-- grain: one question (a segment's SQL and its variables)
create or replace table scope.members (
  question  varchar,
  customers bit      -- at customer_id, counted from 0: 1 for members; null where nobody is
);
