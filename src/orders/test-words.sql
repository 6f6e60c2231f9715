-- Values that may say test; which of them do, intake tells. At most 1,000, for tests of a shop are few.
-- Each value is looked into once: finding a word in a text costs more than finding the texts that differ.
-- What starts with a digit is passed over unread: most customers are numbers, and a test is called by a word.
-- grain: one value of one field

with named as (
  select distinct 'customers' as field, customer_key as value
  from staging.lines
  where getvariable('p_look_at_customers') and customer_key >= 'A'
  union all
  select distinct 'emails' as field, email as value
  from staging.lines
  where getvariable('p_look_at_emails')
  union all
  select distinct 'names' as field, name as value
  from staging.lines
  where getvariable('p_look_at_names')
  union all
  select distinct 'coupons' as field, coupon as value
  from staging.lines
  where getvariable('p_look_at_coupons')
)
select
  field,
  value
from named
where (contains(value, 'est') or contains(value, 'EST') or contains(value, '测试') or contains(value, '測試'))
  and regexp_matches(value, 'test|测试|測試', 'i')
order by field, value
limit 1000;
