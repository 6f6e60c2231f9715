-- Purchases and refunds of one product by one customer, where a refund still looks for its order.
-- grain: one order of the chain, or one refund; sorted by chain and time, orders first

with seeking as (
  select
    customer_key,
    product,
    row_number() over (order by customer_key, product) as chain
  from staging.refund_rows
  where taken_off is null
    and product is not null
  group by customer_key, product
),
entries as (
  select
    s.chain,
    'order' as kind,
    o.order_id as id,
    o.order_key as number,
    min(o.ordered_at) as happened_at,
    sum(o.pieces) as pieces,
    null as belongs_to
  from staging.refundable as o
  join seeking as s using (customer_key, product)
  group by s.chain, o.order_id, o.order_key
  union all
  select
    s.chain,
    'refund' as kind,
    r.row_id as id,
    null as number,
    r.refunded_at as happened_at,
    r.pieces,
    r.taken_off as belongs_to
  from staging.refund_rows as r
  join seeking as s using (customer_key, product)
)
select
  chain::integer as chain,
  kind,
  id::integer as id,
  pieces::double as pieces,
  belongs_to::integer as "order"
from entries
order by chain, happened_at, kind, number, id;
