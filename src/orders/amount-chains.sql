-- Orders nothing was taken off yet and refunds that still look for theirs, of one customer and one amount.
-- grain: one order of the chain, or one refund; sorted by chain and time, orders first

with seeking as (
  select
    customer_key,
    amount,
    row_number() over (order by customer_key, amount) as chain
  from staging.refund_rows
  where taken_off is null
    and amount > 0
  group by customer_key, amount
),
entries as (
  select
    s.chain,
    'order' as kind,
    o.rowid as id,
    o.order_key as number,
    o.ordered_at as happened_at
  from staging.grouped as o
  join seeking as s using (customer_key, amount)
  where coalesce(o.refund, 0) = 0
    and o.rowid not in (select taken_off from staging.refund_rows where taken_off is not null)
  union all
  select
    s.chain,
    'refund' as kind,
    r.row_id as id,
    null as number,
    r.refunded_at as happened_at
  from staging.refund_rows as r
  join seeking as s using (customer_key, amount)
  where r.taken_off is null
)
select
  chain::integer as chain,
  kind,
  id::integer as id,
  1::double as pieces,
  null::integer as "order"
from entries
order by chain, happened_at, kind, number, id;
