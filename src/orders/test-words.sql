-- Values that may say test; which of them do, intake tells. At most 1,000, for tests of a shop are few.
-- What starts with a digit is passed over unread: most customers are numbers, and a test is called by a word.
-- grain: one value of one field

with named as (
  select 'customers' as field, customer_key as value
  from staging.lines
  where getvariable('p_look_at_customers')
    and customer_key >= 'A'
    and (contains(customer_key, 'est') or contains(customer_key, 'EST') or contains(customer_key, '测试') or contains(customer_key, '測試'))
  union all
  select 'emails' as field, email as value
  from staging.lines
  where getvariable('p_look_at_emails')
    and (contains(email, 'est') or contains(email, 'EST'))
  union all
  select 'names' as field, name as value
  from staging.lines
  where getvariable('p_look_at_names')
    and (contains(name, 'est') or contains(name, 'EST') or contains(name, '测试') or contains(name, '測試'))
  union all
  select 'coupons' as field, coupon as value
  from staging.lines
  where getvariable('p_look_at_coupons')
    and (contains(coupon, 'est') or contains(coupon, 'EST') or contains(coupon, '测试') or contains(coupon, '測試'))
),
said as (
  select distinct
    field,
    value
  from named
  where regexp_matches(value, 'test|测试|測試', 'i')
)
select *
from said
order by field, value
limit 1000;
