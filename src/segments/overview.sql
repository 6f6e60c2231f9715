-- The customers of a segment among all in scope. p_segment_members has a bit for each customer, at customer_id: 1 for members.
-- Who is a member is decided over all orders up to the as-of date; what they bought is counted over the orders in scope.
-- grain: one row
-- median_days: from the last order in scope to the as-of date, over members with an order in scope.
-- Shares are of all customers in scope and of all revenue in scope; a share of nothing, or of a negative total, is none.
with marked as (
  select
    order_count,
    revenue,
    date_diff('day', last_ordered_on, getvariable('p_as_of')) as days_since,
    coalesce(get_bit(getvariable('p_segment_members')::bit, customer_id) = 1, false) as is_member
  from customers
),
counted as (
  select
    count(*) filter (is_member and order_count > 0) as customers,
    count(*) filter (order_count > 0) as all_customers,
    sum(order_count) filter (is_member) as orders,
    sum(revenue) filter (is_member) as revenue,
    sum(revenue) as all_revenue,
    median(days_since) filter (is_member) as median_days
  from marked
)
select
  customers::integer as customers,
  (customers / nullif(all_customers, 0))::double as customer_share,
  coalesce(orders, 0)::integer as orders,
  coalesce(revenue, 0)::double as revenue,
  if(all_revenue > 0, coalesce(revenue, 0)::double / all_revenue::double, null)::double as revenue_share,
  median_days::double as median_days
from counted
order by customers;
