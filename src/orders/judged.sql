-- Every row of the file with the one reason it is set aside for, or null where it is used.
-- grain: one row of the file
-- `row_order_key` is the row's order: where the file has no order number the row itself, and so is a row whose number is
-- blank. `buyer_key` is its customer; a guest's order is a customer of its own. Names made here begin with a blank, which
-- no id or number of a file does: they are trimmed when they are read.
-- `order_group` is what becomes one order: the number, or the day where same-day orders are merged.
-- `is_document`: the row is a refund or cancellation and no purchase: below zero, or numbered as a cancellation.
-- `given_back`, at or above zero: of a document its amount whichever sign the file gives it; of a purchase what the
-- file's refund column says, or all of it where the status says refunded. What is given back whole (`is_given_back`) is
-- given back with the tax and shipping that count; a part of it is what the refund column says, and a table of refunds
-- where there is one says it of its orders alone.
-- `amount_read` is what the file's amount comes to, and what rows are judged by; `amount` is it without or with tax and
-- shipping, as the policies have it. A charge has the sign of its row: files write what is given back either way. What a
-- table of refunds says was paid back (`is_paid_back`) has tax and shipping in it: they are taken off it, never added.
-- The order of the cases is the order of the reasons: `judge` in judgement.ts says the same and a test holds the two together.
-- Tests on variables come first: the engine evaluates them once, and what a file has no column for costs its rows nothing.

create or replace view staging.judged as
with rated as (
  select
    lines.*,
    lines.rowid as row_id,
    case
      when len(getvariable('p_rate_codes')::varchar[]) > 0 then
        (getvariable('p_rate_values')::decimal(18, 8)[])[list_position(getvariable('p_rate_codes')::varchar[], lines.currency)]
    end::decimal(18, 8) as rate
  from staging.lines as lines
),
converted as (
  -- money in the one currency; decimals of 20 digits are multiplied in 128 bits, which hold every product
  select
    * replace (
      case
        when len(getvariable('p_rate_codes')::varchar[]) > 0 and rate is not null then try_cast(amount::decimal(20, 4) * rate as decimal(18, 4))
        else amount
      end as amount,
      case
        when len(getvariable('p_rate_codes')::varchar[]) > 0 and rate is not null then try_cast(discount::decimal(20, 4) * rate as decimal(18, 4))
        else discount
      end as discount,
      case
        when len(getvariable('p_rate_codes')::varchar[]) > 0 and rate is not null then try_cast(refund::decimal(20, 4) * rate as decimal(18, 4))
        else refund
      end as refund,
      case
        when not getvariable('p_has_tax')::boolean then 0
        when len(getvariable('p_rate_codes')::varchar[]) > 0 and rate is not null then
          coalesce(try_cast((case when amount < 0 then -abs(tax) else tax end)::decimal(20, 4) * rate as decimal(18, 4)), 0)
        else coalesce(case when amount < 0 then -abs(tax) else tax end, 0)
      end::decimal(18, 4) as tax,
      case
        when not getvariable('p_has_shipping')::boolean then 0
        when len(getvariable('p_rate_codes')::varchar[]) > 0 and rate is not null then
          coalesce(try_cast((case when amount < 0 then -abs(shipping) else shipping end)::decimal(20, 4) * rate as decimal(18, 4)), 0)
        else coalesce(case when amount < 0 then -abs(shipping) else shipping end, 0)
      end::decimal(18, 4) as shipping
    )
  from rated
),
flagged as (
  select
    *,
    ordered_at is null
      or ordered_at < timestamp '1970-01-01'
      or ordered_at >= timestamp '2100-01-01' as is_undated,
    customer_key is null as is_guest,
    (len(getvariable('p_statuses')::varchar[]) > 0
      and not list_contains(getvariable('p_statuses')::varchar[], coalesce(status, '')))
      or (len(getvariable('p_cancelled_statuses')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_cancelled_statuses')::varchar[], status), false)) as is_other_status,
    len(getvariable('p_unpaid_statuses')::varchar[]) > 0
      and coalesce(list_contains(getvariable('p_unpaid_statuses')::varchar[], status), false) as is_unpaid,
    (len(getvariable('p_test_customers')::varchar[]) > 0
      and coalesce(list_contains(getvariable('p_test_customers')::varchar[], customer_key), false))
      or (len(getvariable('p_test_emails')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_test_emails')::varchar[], email), false))
      or (len(getvariable('p_test_names')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_test_names')::varchar[], name), false))
      or (len(getvariable('p_test_coupons')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_test_coupons')::varchar[], coupon), false))
      or (len(getvariable('p_test_statuses')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_test_statuses')::varchar[], status), false)) as is_test,
    getvariable('p_currencies')::varchar[] is not null
      and not coalesce(list_contains(getvariable('p_currencies')::varchar[], currency), false) as is_other_currency,
    coalesce(amount < 0, false)
      or coalesce(quantity < 0, false)
      or coalesce(starts_with(order_key, getvariable('p_cancelled_prefix')::varchar), false) as is_document,
    len(getvariable('p_refunded_statuses')::varchar[]) > 0
      and coalesce(list_contains(getvariable('p_refunded_statuses')::varchar[], status), false) as is_refunded,
    coalesce(getvariable('p_has_refund_tables')::boolean, false)
      and list_contains(getvariable('p_refund_files')::integer[], file_no) as is_paid_back,
    coalesce(amount = 0, false) as is_zero,
    (len(getvariable('p_non_product_codes')::varchar[]) > 0
      and coalesce(list_contains(getvariable('p_non_product_codes')::varchar[], product), false))
      or (len(getvariable('p_non_product_names')::varchar[]) > 0
        and coalesce(list_contains(getvariable('p_non_product_names')::varchar[], product_name), false)) as is_non_product,
    case
      when getvariable('p_has_order')::boolean then coalesce(order_key, ' row ' || row_id::varchar)
      else row_id::varchar
    end as row_order_key
  from converted
),
charged as (
  select
    * replace (
      case
        when not (getvariable('p_has_tax')::boolean or getvariable('p_has_shipping')::boolean) then amount
        else try_cast(
          amount::decimal(20, 4)
            + case getvariable('p_tax') when 'out' then -tax when 'in' then case when is_paid_back then 0 else tax end else 0 end
            + case getvariable('p_shipping') when 'out' then -shipping when 'in' then case when is_paid_back then 0 else shipping end else 0 end
          as decimal(18, 4)
        )
      end as amount
    ),
    amount as amount_read,
    is_document
      or case
        when getvariable('p_has_refund')::boolean and coalesce(refund, 0) <> 0 then coalesce(abs(refund) = amount, false)
        else is_refunded
          and not (coalesce(getvariable('p_has_refund_tables')::boolean, false)
            and coalesce(order_key in (select order_key from staging.refunds_apart), false))
      end as is_given_back
  from flagged
)
select
  *,
  case when is_guest then ' guest ' || row_order_key else customer_key end as buyer_key,
  case when getvariable('p_same_day') = 'merge' then ordered_at::date::varchar else row_order_key end as order_group,
  case
    when is_given_back then case when amount_read < 0 then -amount else amount end
    when getvariable('p_has_refund')::boolean and coalesce(refund, 0) <> 0 then abs(refund)
    else 0
  end::decimal(18, 4) as given_back,
  case
    when is_malformed then 'malformed'
    when is_undated then 'unreadable_date'
    when amount is null then 'unreadable_amount'
    when is_guest and getvariable('p_guests') = 'setAside' then 'no_customer'
    when is_other_status then 'status'
    when is_unpaid and getvariable('p_unpaid') = 'setAside' then 'unpaid'
    when is_test and getvariable('p_test_orders') = 'setAside' then 'test_order'
    when is_other_currency then 'currency'
    when (is_document or (is_refunded and len(getvariable('p_statuses')::varchar[]) = 0))
      and getvariable('p_refunds') = 'setAside' then 'refund'
    when is_zero and getvariable('p_zero_value') = 'setAside' then 'zero_value'
    when is_non_product and getvariable('p_non_products') = 'setAside' then 'non_product'
    when getvariable('p_overlaps') = 'setAside' and getvariable('p_has_overlaps')::boolean
      and row_id in (select row_id from staging.copies where is_overlap) then 'overlap'
    when getvariable('p_duplicates') = 'setAside'
      and row_id in (select row_id from staging.copies where is_copy) then 'duplicate'
  end as reason
from charged;
