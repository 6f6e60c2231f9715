-- grain: up to `awaited`, one product of one customer who bought it on at least p_purchases days
-- The interval is the customer's own median where there are three or more, else the product's. Days are counted from the
-- last day the data covers in full: due within 7 days of it (that day is the first), within the 7 after, overdue, lapsed
-- where twice the interval has passed, or later.
, singles as (
  -- who bought once: only where that is asked for; who has a second purchase has it in the next row
  select
    pair,
    product_id,
    ordered_on
  from (
    select
      *,
      lead(days) over () as next_days
    from purchases
    where getvariable('p_purchases') <= 1
  )
  where days is null
    and next_days is null
),
bought as (
  select
    pair,
    product_id,
    last_on,
    intervals,
    median_days
  from rhythms
  where intervals + 1 >= getvariable('p_purchases')
  union all
  select
    pair,
    product_id,
    ordered_on,
    0,
    null
  from singles
),
timed as (
  select
    b.pair,
    b.product_id,
    b.last_on,
    b.intervals + 1 as purchases,
    b.intervals >= 3 as is_own,
    if(b.intervals >= 3, b.median_days, u.median_days) as usual_days
  from bought as b
  join usual as u using (product_id)
),
dated as (
  select
    *,
    last_on + round(usual_days)::integer as due_on,
    getvariable('p_observed_through') - last_on as waited
  from timed
),
awaited as (
  select
    *,
    (pair // 4294967296)::integer as customer_id,
    (getvariable('p_observed_through') - due_on)::integer as overdue_days,
    case
      when waited > 2 * usual_days then 'lapsed'
      when due_on < getvariable('p_observed_through') then 'overdue'
      when due_on < getvariable('p_observed_through') + 7 then 'this_week'
      when due_on < getvariable('p_observed_through') + 14 then 'next_week'
      else 'later'
    end as state
  from dated
)
