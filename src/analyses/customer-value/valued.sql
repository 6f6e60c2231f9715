-- grain: up to `valued`, one customer with an order in scope. Follows purchase-histories.sql.
-- expected_spend: per order: by Gamma-Gamma, p (gamma + x m) / (p x + q - 1), m the mean of the repeat purchases; the
-- population's mean for those without a repeat purchase of positive mean, and where no model could be fitted.
-- value: discounted expected orders x expected spend x margin. Null where there is nothing to forecast from.
, valued as (
  select
    h.*,
    d.p_alive,
    d.expected_orders,
    case
      when s.p is not null and h.repeat_spend > 0
        then s.p * (s.gamma + h.x * h.repeat_spend) / (s.p * h.x + s.q - 1)
      else s.population_mean
    end as expected_spend,
    d.discounted_orders * expected_spend * getvariable('p_margin') as value
  from purchase_histories as h
  join kernel.discounted as d
    on d.x = h.x
    and d.t_x = h.t_x
    and d.t_days = h.t_days
  cross join kernel.spend as s
)
