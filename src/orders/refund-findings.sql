-- What was found of each table of refunds.
-- grain: one such file; `own_rows` are rows below zero of the orders' own files, of which none is known to be in the table

with overlapping as (
  select
    lines.file_no,
    count(*) as rows
  from staging.lines as lines
  where list_contains(getvariable('p_refund_files')::integer[], lines.file_no)
    and lines.order_key in (select order_key from staging.refunded_orders where is_in_orders)
  group by lines.file_no
),
own as (
  select count(*) as rows
  from staging.lines as lines
  where not list_contains(getvariable('p_refund_files')::integer[], lines.file_no)
    and (lines.amount < 0 or lines.quantity < 0)
    and not exists (select 1 from overlapping)
)
select
  r.file_no::integer as file_no,
  count(*)::integer as rows,
  (count(*) filter (where r.is_undone))::integer as undone,
  (count(*) filter (where h.found_key is null))::integer as without_order,
  coalesce(any_value(o.rows), 0)::integer as in_orders,
  (select count(*) from staging.refunded_orders where has_column and not is_in_orders)::integer as apart,
  (select rows from own)::integer as own_rows
from staging.refund_lines as r
left join staging.refund_heads as h using (found_key)
left join overlapping as o using (file_no)
group by r.file_no
order by r.file_no;
