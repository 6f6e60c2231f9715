-- Codes of products with a name of each; without codes, the names. The short ones first: those of postage and fees are
-- short and few.
-- grain: one code, or one name

select
  case when getvariable('p_has_product') then product else product_name end as value,
  (case when getvariable('p_has_product') then any_value(product_name) end)::varchar as name
from staging.lines
group by case when getvariable('p_has_product') then product else product_name end
having value is not null
order by strlen(value), value
limit 50000;
