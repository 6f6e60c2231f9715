-- grain: one definition of “days between orders” in use on the market
-- all_gaps: every gap between purchase days, so frequent buyers count most; its p50 is the median some tools report
-- first_to_second: the gap from the first purchase day to the next one in scope
-- customer_mean: each repeat customer's own mean gap, then over customers
-- from_first_order: every repeat purchase day measured from the first of the whole history, so the longest histories count most
-- All four see only what ended in an order. Equal lengths are counted first and the quantiles read off the running
-- count: they interpolate (R type 7), and sums run in one order, so that they round alike each time.
, definitions as (
  select *
  from (values (1, 'all_gaps'), (2, 'first_to_second'), (3, 'customer_mean'), (4, 'from_first_order'))
    as t(place, definition)
),
before_another as (
  -- Purchase days come sorted by customer and time, as regularity.sql checks.
  select
    *,
    lead(customer_id, 1, 0) over () as customer_after
  from purchase_days
),
customer_means as (
  -- The gaps of a whole history add up to the days from its first to its last; those of a part have to be added.
  select (ordered_on - first_ordered_on) / (day_number - 1) as days
  from before_another
  where place > 1
    and customer_id <> customer_after
    and not coalesce(getvariable('p_narrowed'), false)
  union all
  select avg(days_since_previous) as days
  from purchase_days
  where place > 1
    and coalesce(getvariable('p_narrowed'), false)
  group by customer_id
),
lengths as (
  select 'all_gaps' as definition, days_since_previous::double as days, count(*) as counted
  from purchase_days
  where place > 1
  group by days_since_previous
  union all
  select 'first_to_second' as definition, days_since_previous::double as days, count(*) as counted
  from purchase_days
  where previous_number = 1
  group by days_since_previous
  union all
  select 'customer_mean' as definition, days, count(*) as counted
  from customer_means
  group by days
  union all
  select 'from_first_order' as definition, (ordered_on - first_ordered_on)::double as days, count(*) as counted
  from purchase_days
  where day_number > 1
  group by ordered_on - first_ordered_on
),
means as (
  select
    definition,
    sum(days * counted order by days) / sum(counted) as mean,
    sum(counted) as n
  from lengths
  group by definition
),
running as (
  select
    definition,
    days,
    sum(counted) over (partition by definition order by days) as counted_up_to
  from lengths
),
-- The value at position (n − 1) × share, counted from 0, lies between these two neighbours.
neighbours as (
  select
    definition,
    share,
    (n - 1) * share - floor((n - 1) * share) as fraction,
    min(days) filter (where counted_up_to > floor((n - 1) * share)) as below,
    min(days) filter (where counted_up_to > ceil((n - 1) * share)) as above
  from running
  join means using (definition)
  cross join (values (0.25::double), (0.5::double), (0.75::double), (0.9::double)) as t(share)
  group by definition, share, n
),
quantiles as (
  select definition, share, below + fraction * (above - below) as days
  from neighbours
)
select
  d.definition::varchar as definition,
  any_value(m.mean)::double as mean,
  (max(q.days) filter (where q.share = 0.25))::double as p25,
  (max(q.days) filter (where q.share = 0.5))::double as p50,
  (max(q.days) filter (where q.share = 0.75))::double as p75,
  (max(q.days) filter (where q.share = 0.9))::double as p90,
  coalesce(any_value(m.n), 0)::integer as n
from definitions as d
left join means as m using (definition)
left join quantiles as q using (definition)
group by d.place, d.definition
order by d.place;
