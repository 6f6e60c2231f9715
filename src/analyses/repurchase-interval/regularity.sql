-- grain: one row: how regular the gaps are of customers with two gaps or more, Wheat and Morrison's k
-- Of each such customer the last two gaps in scope, m = last ÷ (last + the one before). If gaps are Gamma distributed with
-- shape k, m is Beta(k, k), whose variance is 1 ÷ (4·(2k + 1)); so k = (1 − 4·variance) ÷ (8·variance). k = 1: at random.
-- variance: mean of (m − ½)²: the mean of a Beta(k, k) is ½ whichever gap comes first, so that a trend does not count.
-- low, high: interval of k at p_z from the standard error of the variance over customers; null where it has no end.
-- k is null where all gaps are equal to the one before (as regular as can be), and where there are none.
, placed as (
  -- Purchase days come sorted by customer and time: the row before is the purchase day before.
  select
    customer_id,
    place,
    days_since_previous as last_gap,
    lag(days_since_previous) over () as gap_before,
    lead(customer_id, 1, 2147483647) over () as customer_after
  from purchase_days
),
balanced as (
  select power(last_gap / (last_gap + gap_before) - 0.5, 2) as deviation
  from placed
  where case
    when customer_id > customer_after then error('orders are not sorted by customer and time')
    else place > 2 and customer_id <> customer_after
  end
),
measured as (
  select
    count(*) as customers,
    avg(deviation) as variance,
    getvariable('p_z') * stddev_samp(deviation) / sqrt(count(*)) as reach
  from balanced
),
bounded as (
  select
    *,
    least(0.25, variance + reach) as most,
    greatest(0, variance - reach) as least
  from measured
)
select
  customers::integer as customers,
  variance::double as variance,
  ((1 - 4 * variance) / nullif(8 * variance, 0))::double as k,
  ((1 - 4 * most) / nullif(8 * most, 0))::double as low,
  ((1 - 4 * least) / nullif(8 * least, 0))::double as high
from bounded
order by customers;
