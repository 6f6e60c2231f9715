-- The member metrics, now and one period before.
-- grain: one metric, in the order of the board
-- value: at the end of (or in) the last complete period; previous: the same for the period before it; both null where the
--   period began before the first covered day, and for retention, churn and return also where the one before it did.
-- change = value − previous. numerator ÷ denominator is the value of a rate or mean; both null for counts and the median.
, listed as (
  select
    point,
    is_complete,
    has_period_before,
    unnest([
      {'position': 1, 'metric': 'customers', 'value': customers::double, 'numerator': null::double, 'denominator': null::double, 'compares': false},
      {'position': 2, 'metric': 'dormant', 'value': dormant, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 3, 'metric': 'active', 'value': active, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 4, 'metric': 'daily_average', 'value': customer_days / days, 'numerator': customer_days, 'denominator': days, 'compares': false},
      {'position': 5, 'metric': 'active_7', 'value': active_7, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 6, 'metric': 'active_30', 'value': active_30, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 7, 'metric': 'active_90', 'value': active_90, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 8, 'metric': 'new', 'value': is_new, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 9, 'metric': 'retained', 'value': retained, 'numerator': null, 'denominator': null, 'compares': true},
      {'position': 10, 'metric': 'resurrected', 'value': resurrected, 'numerator': null, 'denominator': null, 'compares': true},
      {'position': 11, 'metric': 'churned', 'value': churned, 'numerator': null, 'denominator': null, 'compares': true},
      {'position': 12, 'metric': 'streak_3', 'value': streak_3, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 13, 'metric': 'streak_6', 'value': streak_6, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 14, 'metric': 'loyal', 'value': loyal, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 15, 'metric': 'high_value', 'value': high_value, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 16, 'metric': 'orders_per_customer', 'value': orders / nullif(active, 0), 'numerator': orders, 'denominator': active, 'compares': false},
      {'position': 17, 'metric': 'revenue_per_customer', 'value': revenue / nullif(active, 0), 'numerator': revenue, 'denominator': active, 'compares': false},
      {'position': 18, 'metric': 'days_since_last', 'value': days_since_last, 'numerator': null, 'denominator': null, 'compares': false},
      {'position': 19, 'metric': 'active_periods', 'value': active_periods / nullif(active_in_window, 0), 'numerator': active_periods, 'denominator': active_in_window, 'compares': false},
      {'position': 20, 'metric': 'interval', 'value': gap_days / nullif(gaps, 0), 'numerator': gap_days, 'denominator': gaps, 'compares': false},
      {'position': 21, 'metric': 'retention', 'value': retained / nullif(retained + churned, 0), 'numerator': retained, 'denominator': retained + churned, 'compares': true},
      {'position': 22, 'metric': 'churn_rate', 'value': churned / nullif(retained + churned, 0), 'numerator': churned, 'denominator': retained + churned, 'compares': true},
      {'position': 23, 'metric': 'return_rate', 'value': woken / nullif(was_dormant, 0), 'numerator': woken, 'denominator': was_dormant, 'compares': true},
      {'position': 24, 'metric': 'stickiness', 'value': customer_days / nullif(days * active, 0), 'numerator': customer_days / days, 'denominator': active, 'compares': false}
    ], recursive := true)
  from numbers
),
known as (
  select
    *,
    is_complete and (has_period_before or not compares) as is_known
  from listed
),
beside as (
  select
    position,
    metric,
    max(value) filter (point = 0 and is_known) as value,
    max(value) filter (point = 1 and is_known) as previous,
    max(numerator) filter (point = 0 and is_known) as numerator,
    max(denominator) filter (point = 0 and is_known) as denominator
  from known
  group by position, metric
)
select
  metric::varchar as metric,
  value::double as value,
  previous::double as previous,
  (value - previous)::double as change,
  numerator::double as numerator,
  denominator::double as denominator
from beside
order by position;
