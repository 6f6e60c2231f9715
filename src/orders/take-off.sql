-- The refunds p_refund_ids belong to the orders p_order_ids, pair by pair.

update staging.refund_rows as r
set taken_off = matched.order_id
from (
  select
    unnest(getvariable('p_refund_ids')::integer[]) as row_id,
    unnest(getvariable('p_order_ids')::integer[]) as order_id
) as matched
where matched.row_id = r.row_id;
