-- Every row of the file with the one reason it is set aside for, or null where it is used.
-- grain: one row of the file
-- `row_order_key` is the row's order: where the file has no order number the row itself, and so is a row whose number is
-- blank, under a name that no order number has. `buyer_key` is its customer; a guest's order is a customer of its own.
-- The order of the cases is the order of the reasons: `judge` in judgement.ts says the same and a test holds the two together.

create or replace view staging.judged as
with flagged as (
  select
    lines.*,
    lines.rowid as row_id,
    lines.ordered_at is null
      or lines.ordered_at < timestamp '1970-01-01'
      or lines.ordered_at >= timestamp '2100-01-01' as is_undated,
    lines.customer_key is null as is_guest,
    len(getvariable('p_statuses')) > 0
      and not list_contains(getvariable('p_statuses'), coalesce(lines.status, '')) as is_other_status,
    getvariable('p_currency') is not null
      and lines.currency is distinct from getvariable('p_currency') as is_other_currency,
    coalesce(lines.amount < 0, false)
      or coalesce(lines.quantity < 0, false)
      or coalesce(starts_with(lines.order_key, getvariable('p_cancelled_prefix')), false) as is_refund,
    coalesce(lines.amount = 0, false) as is_zero,
    case
      when getvariable('p_has_order') then coalesce(lines.order_key, 'row ' || lines.rowid::varchar)
      else lines.rowid::varchar
    end as row_order_key
  from staging.lines as lines
)
select
  *,
  case when is_guest then 'guest ' || row_order_key else customer_key end as buyer_key,
  case
    when is_malformed then 'malformed'
    when is_undated then 'unreadable_date'
    when amount is null then 'unreadable_amount'
    when is_guest and getvariable('p_guests') = 'setAside' then 'no_customer'
    when is_other_status then 'status'
    when is_other_currency then 'currency'
    when is_refund and getvariable('p_refunds') = 'setAside' then 'refund'
    when is_zero and getvariable('p_zero_value') = 'setAside' then 'zero_value'
    when getvariable('p_duplicates') = 'setAside'
      and row_id in (select row_id from staging.copies) then 'duplicate'
  end as reason
from flagged;
